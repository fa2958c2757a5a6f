// Stands in for hadir-kiosk: its page, and the socket of docs/kiosk-socket.md.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Admin, Pin, Result, StateEvent } from '../../ui/src/kiosk/event';
import { portOf, serveSite } from './static_site';

export const TOKEN = 'token-of-this-test';
export const AT = '2026-11-24T00:21:09.120Z'; // 07.21 WIB

export const siti: Result = {
    name: 'Siti R.',
    number: '20417',
    office: 'Dinas PUPR',
    dir: 'in',
    at: '2026-11-24T00:21:09.101Z',
    record: '02-000418',
    of: 418,
    first_in: '2026-11-24T00:21:09.101Z',
    worked_min: null,
    code: null,
    detail: null,
};

// A refusal names nobody and no record.
export const refusal = (code: string, detail: string | null = null): Result => ({
    ...siti, name: null, number: null, office: null, dir: null, record: null, of: null, first_in: null, code, detail,
});

export const number: Pin = { length: 5, step: 1, problem: null, until: null, photo: true };
export const secret: Pin = { length: 6, step: 2, problem: null, until: null, photo: true };

export const healthy: Admin = {
    camera: { width: 1280, height: 720, fps: 30 },
    clock: { off_ms: 80, source: 'ntp' },
    roster: { issued: '2026-11-23T21:00:00.000Z', people: 1182 },
    sent: { at: '2026-11-24T00:20:00.000Z', acked: 418 },
    disk_free_bytes: 8_100_000_000,
    certificate_until: '2027-05-02T04:00:00.000Z',
    version: '0.3.0',
    told: null,
};

export class FakeKiosk {
    readonly messages: string[] = [];
    token = TOKEN;
    usual: Partial<StateEvent> = {}; // of every event that does not say otherwise
    #server!: Server;
    #sockets!: WebSocketServer;
    #page: WebSocket | null = null;
    #n = 0;
    #last: StateEvent | null = null;

    static async start(port = 0): Promise<FakeKiosk> {
        const kiosk = new FakeKiosk();
        kiosk.#server = await serveSite('kiosk', () => false, port);
        kiosk.#sockets = new WebSocketServer({ server: kiosk.#server, path: '/socket' });
        kiosk.#sockets.on('connection', (socket) => {
            socket.once('message', (token) => kiosk.#admit(socket, String(token)));
        });
        return kiosk;
    }

    get port(): number {
        return portOf(this.#server);
    }
    get connected(): boolean {
        return this.#page !== null;
    }
    address(token = this.token): string {
        return `http://127.0.0.1:${this.port}/#t=${token}`;
    }

    // Sends a state and all that goes with it; what is not named is as on a good day. Returns the event's number.
    tell(change: Partial<StateEvent>): number {
        this.#last = {
            event: 'state', n: ++this.#n, state: 'siap', show_ms: null,
            kiosk: 'Kios 02', office: 'Dinas PUPR', province: 'PEMPROV BANTEN', demo: false,
            screen: { mm: 344, volume: 100, language: 'id' },
            time: { at: AT, zone: 'Asia/Jakarta', state: 'anchored' },
            network: { connected: true, since: '2026-11-23T23:50:00.000Z' },
            queue: { waiting: 0, oldest: null },
            fingerprint: null, contact: 'ext. 214', result: null, code: null, hint: null,
            pin: null, pin_open: true, admin: null,
            ...this.usual,
            ...change,
        };
        this.#page?.send(JSON.stringify(this.#last));
        return this.#n;
    }
    sendPicture(jpeg: Buffer): void {
        this.#page?.send(jpeg);
    }
    async stop(): Promise<void> {
        for (const socket of this.#sockets.clients) socket.terminate();
        this.#server.closeAllConnections();
        this.#server.close();
        await once(this.#server, 'close');
    }

    #admit(socket: WebSocket, token: string): void {
        if (token !== this.token) return socket.close(1008);
        this.#page?.close(4001);
        this.#page = socket;
        socket.on('message', (message) => this.messages.push(String(message)));
        if (this.#last) socket.send(JSON.stringify(this.#last));
        else this.tell({});
    }
}
