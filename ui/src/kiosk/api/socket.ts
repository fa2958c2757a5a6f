// The only way to the daemon: one WebSocket. It is opened again for as long as the page lives.
import { waitBefore } from '../backoff.ts';
import { parseEvent, type Action, type StateEvent } from '../event.ts';

export type LinkState = 'waiting' | 'open' | 'refused' | 'replaced';

const TOKEN_REFUSED = 1008; // the daemon closes so when the first message is not its token
const REPLACED = 4001; // another page has shown the token: coming back would only throw that one out
const STEADY_MS = 5_000; // a link that lived so long starts the waits from the shortest again

interface Listener {
    event(event: StateEvent): void;
    picture(jpeg: Blob): void;
    link(state: LinkState): void;
}

export class DaemonSocket {
    #socket: WebSocket | null = null;
    #attempt = 0;
    readonly #address: string;
    readonly #token: string;
    readonly #listener: Listener;

    constructor(address: string, token: string, listener: Listener) {
        this.#address = address;
        this.#token = token;
        this.#listener = listener;
        this.#open();
    }

    send(action: Action): void {
        if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(action));
    }

    #open(): void {
        const socket = new WebSocket(this.#address);
        let opened = Infinity;
        socket.addEventListener('open', () => {
            opened = performance.now();
            socket.send(this.#token);
        });
        socket.addEventListener('message', ({ data }: MessageEvent<string | Blob>) => this.#receive(data));
        socket.addEventListener('close', ({ code }) => {
            if (code === REPLACED) return this.#listener.link('replaced');
            if (performance.now() - opened > STEADY_MS) this.#attempt = 0;
            this.#listener.link(code === TOKEN_REFUSED ? 'refused' : 'waiting');
            setTimeout(() => this.#open(), waitBefore(this.#attempt++, Math.random()));
        });
        this.#socket = socket;
    }

    #receive(data: string | Blob): void {
        if (data instanceof Blob) return this.#listener.picture(data);
        const event = parseEvent(data);
        if (!event) return;
        this.#listener.link('open');
        this.#listener.event(event);
    }
}
