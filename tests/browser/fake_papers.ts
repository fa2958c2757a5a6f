// The papers of the fake central: what docs/api.md says of asking and deciding, kept in memory.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kind, Paper, PaperWish } from '../../ui/src/field/api/central';

const kind = (code: string, effect: Kind['effect'], text_id: string, text_en: string, confidence = 'read'): Kind => ({
    code, effect, text_id, text_en, limit: '', confidence,
});
export const KINDS: Kind[] = [
    kind('CT', 'leave', 'cuti tahunan', 'annual leave'),
    kind('CS', 'leave', 'cuti sakit', 'sick leave'),
    kind('DINAS_LUAR', 'duty', 'dinas luar', 'duty outside the office'),
    kind('WFA', 'remote', 'bekerja dari mana saja', 'work from anywhere', 'memory'),
    kind('KOREKSI', 'correction', 'koreksi waktu presensi', 'correction of a time', 'decided'),
];

export const paperOf = (id: number, more: Partial<Paper> = {}): Paper => ({
    id: String(id), person: `00000000000000b${id}`, name: `Pegawai ${id}`, number: String(20500 + id), kind: KINDS[0]!,
    first: '2026-12-01', last: '2026-12-03', from: null, to: null, side: null, at_s: null, why: 'menjenguk orang tua di Serang',
    document: false, state: 'pending', asked: '2026-11-22T02:00:00.000Z', asked_by: null, decided: null, decided_by: null,
    decision_why: null, deciders: [{ name: 'Budi Santoso', acting: null }], next: { name: 'Ani Wijaya', acting: null, from: '2026-11-25' },
    marks: [], leave: { year: 2026, used: 3, asked: 3, of: 12 }, ...more,
});

export class FakePapers {
    kinds = KINDS;
    own: Paper[] = []; // newest first
    queue: Paper[] = []; // oldest first
    wishes: PaperWish[] = [];
    documents: { type: string; bytes: number }[] = [];
    decisions: { id: string; verdict: string; why: string }[] = [];
    faster = new Set<string>(); // papers that somebody else has decided on meanwhile
    refusing: string | null = null; // a problem's code for whoever asks

    #me: string;

    constructor(me: string) {
        this.#me = me;
    }

    // Whether the request was one of these.
    answer(request: IncomingMessage, response: ServerResponse, url: URL): boolean {
        const route = `${request.method} ${url.pathname}`;
        if (!/\/v1\/(own\/(papers|paper-kinds|documents)|approvals|papers\/)/.test(url.pathname)) return false;
        void this.#answer(route, request, response);
        return true;
    }

    async #answer(route: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const body = Buffer.concat(parts);
        const id = route.split('/')[route.includes('/own/') ? 4 : 3] ?? '';
        if (route === 'GET /v1/own/paper-kinds') {
            const terms = { today: '2026-11-24', open_from: '2026-11-01', close_day: 5, decide_days: 3 };
            return json(response, 200, { items: this.kinds, ...terms });
        }
        if (route === 'GET /v1/own/papers') return json(response, 200, { items: this.own, next: null });
        if (route === 'POST /v1/own/papers') return this.#ask(response, JSON.parse(String(body)) as PaperWish);
        if (route === 'POST /v1/own/documents') {
            this.documents.push({ type: request.headers['content-type'] ?? '', bytes: body.length });
            return json(response, 201, { sha256: 'ab'.repeat(32) });
        }
        if (request.method === 'DELETE') {
            this.own = this.own.map((paper) => (paper.id === id ? { ...paper, state: 'withdrawn', next: null, deciders: [] } : paper));
            response.writeHead(204).end();
            return;
        }
        if (route === 'GET /v1/approvals') {
            return json(response, 200, { items: this.queue, waiting: this.queue.length, now: '2026-11-24T02:30:00.000Z' });
        }
        const { verdict, why } = JSON.parse(String(body)) as { verdict: 'approved' | 'rejected'; why: string };
        const paper = this.queue.find((one) => one.id === id);
        this.queue = this.queue.filter((one) => one.id !== id);
        if (!paper || this.faster.has(id)) return problem(response, 409, 'CONFLICT');
        this.decisions.push({ id, verdict, why });
        json(response, 201, { ...paper, state: verdict });
    }

    #ask(response: ServerResponse, wish: PaperWish): void {
        if (this.refusing) return problem(response, 400, this.refusing);
        this.wishes.push(wish);
        const { code, document, ...facts } = wish;
        const asked = paperOf(this.own.length + 1, {
            ...facts, person: this.#me, name: 'Siti Rahmawati', kind: KINDS.find((one) => one.code === code)!, document: document !== null, leave: null,
        });
        this.own.unshift(asked);
        json(response, 201, asked);
    }
}

function json(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
function problem(response: ServerResponse, status: number, code: string): void {
    const body = { type: 'about:blank', title: code, status, code, detail: 'days: of the test', action: 'none', request: '1' };
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(body));
}
