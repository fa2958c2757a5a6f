// Stands in for hadir-central before a person's phone: the page under /field/ and docs/api.md's last section. A
// registered key's proof is verified as central does.
import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { registrationMessage } from '../../ui/src/field/code';
import type { Phone } from '../../ui/src/field/api/central';
import { lastDay } from '../../ui/src/shared/days';
import { FakePapers } from './fake_papers';
import { monthOf } from './month';
import { FakeCases } from './fake_cases';
import { portOf, serveSite } from './static_site';

export const CODE = '7K3M9QXATN04';
export const NUMBER = '20417';
export const PASSPHRASE = 'kopi tubruk pagi hari';
const COOKIE = 'hadir=a-session';
const SPKI = '302a300506032b6570032100'; // the frame of a public Ed25519 key

export const isSigned = (pub: string, message: Uint8Array, signature: Uint8Array): boolean => {
    const key = createPublicKey({ key: Buffer.from(SPKI + pub, 'hex'), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
};

export class PhoneCentral {
    phones: Phone[] = []; // newest first
    person = '00000000000000a1';
    papers = new FakePapers(this.person);
    aheadMs = 0; // the server's clock before the phone's
    ended: string[] = [];
    accounts: { code: string; password: string; pin: string }[] = [];
    browsers: string[] = [];
    cases = new FakeCases();
    clock: () => number = Date.now;
    #server!: Server;

    static async start(port = 0): Promise<PhoneCentral> {
        const central = new PhoneCentral();
        central.#server = await serveSite('bkd', (...args) => central.#handle(...args), port);
        return central;
    }
    get address(): string {
        return `http://127.0.0.1:${portOf(this.#server)}/field/`;
    }
    get port(): number {
        return portOf(this.#server);
    }
    async stop(): Promise<void> {
        this.#server.closeAllConnections();
        this.#server.close();
        await once(this.#server, 'close');
    }
    now = () => this.clock() + this.aheadMs;

    #handle(request: IncomingMessage, response: ServerResponse, url: URL): boolean {
        if (!url.pathname.startsWith('/v1/')) return false;
        void this.#answer(request, response, url);
        return true;
    }

    async #answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        const route = `${request.method} ${url.pathname}`;
        const entered = request.headers.cookie?.includes(COOKIE);
        if (entered && this.papers.answer(request, response, url)) return;
        let text = '';
        for await (const part of request) text += String(part);
        const body = (text ? JSON.parse(text) : {}) as Record<string, string>;
        if (route === 'POST /v1/sessions') {
            if (body['user'] !== NUMBER || body['password'] !== PASSPHRASE) return problem(response, 401, 'NO_SESSION');
            return this.#enter(response);
        }
        if (route === 'POST /v1/accounts') {
            if (body['code']?.replace(/[ -]/g, '').toUpperCase() !== CODE) return problem(response, 404, 'UNKNOWN_CODE');
            this.accounts.push(body as (typeof this.accounts)[0]);
            return this.#enter(response);
        }
        if (!entered) return problem(response, 401, 'NO_SESSION');
        if (route === 'DELETE /v1/sessions/current') {
            response.writeHead(204, { 'Set-Cookie': 'hadir=; Path=/; Max-Age=0' }).end();
            return;
        }
        if (route === 'GET /v1/sessions/current') return json(response, 200, this.#session());
        if (route === 'GET /v1/phones') {
            return json(response, 200, { items: this.phones, next: null, now: new Date(this.now()).toISOString() });
        }
        if (route === 'GET /v1/own/days') {
            const month = url.searchParams.get('month') ?? '2026-11';
            const me = { person: this.person, name: 'Siti Rahmawati', number: NUMBER, opd: 'Dinas PUPR' };
            return json(response, 200, monthOf(me, `${month}-01`, lastDay(month)));
        }
        const told = this.cases.answer(route, url.searchParams, body);
        if (told) return told[0] < 400 ? json(response, ...told) : problem(response, told[0], (told[1] as { code: string }).code);
        if (route === 'POST /v1/phones') return this.#register(response, body);
        if (request.method === 'DELETE') {
            const id = url.pathname.split('/').at(-1)!;
            this.ended.push(id);
            this.phones = this.phones.map((phone) => (phone.id === id ? { ...phone, state: 'ended' } : phone));
            response.writeHead(204).end();
            return;
        }
        problem(response, 404, 'NOT_FOUND');
    }

    #session() {
        return { user: NUMBER, role: 'person', person: this.person, expires: '2027-02-22T12:00:00.000Z' };
    }
    #enter(response: ServerResponse): void {
        response.setHeader('Set-Cookie', `${COOKIE}; Path=/; HttpOnly; SameSite=Strict`);
        json(response, 201, this.#session());
    }
    #register(response: ServerResponse, { pub = '', browser = '', proof = '' }: Record<string, string>): void {
        const message = registrationMessage(this.person, pub);
        if (!isSigned(pub, message, Buffer.from(proof, 'base64url'))) return problem(response, 422, 'BAD_SIGNATURE');
        this.browsers.push(browser);
        const id = String(this.phones.length + 1).padStart(16, '0');
        const registered = new Date(this.now()).toISOString();
        this.phones.unshift({ id, pub, state: 'pending', registered, from: null, ended: null, shared: false });
        json(response, 201, this.phones[0]!);
    }
}

function json(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
function problem(response: ServerResponse, status: number, code: string): void {
    const body = { type: 'about:blank', title: code, status, code, detail: 'of the test', action: 'none', request: '1' };
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(body));
}
