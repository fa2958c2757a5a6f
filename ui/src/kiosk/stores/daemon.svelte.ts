// The last event and the last picture of the daemon, and what follows from them as time goes by.
import { DaemonSocket, type LinkState } from '../api/socket.ts';
import { takeToken } from '../api/token.ts';
import { happening, idleOf, ready, type Action, type StateEvent } from '../event.ts';
import { soundOf } from '../sounds.ts';
import { entry } from './entry.svelte.ts';
import { loudspeaker } from './loudspeaker.svelte.ts';
import { speech } from './speech.svelte.ts';
import { voice } from './voice.svelte.ts';

const PATIENCE_MS = 1_000; // a shorter break of the link is not worth a person's attention
const START_PATIENCE_MS = 5_000; // page and daemon start together
const PICTURE_OLD_MS = 2_000;
const STAY_EVERY_MS = 1_000;
const ASKING: readonly string[] = ['pin_number', 'pin', 'admin_sound']; // the same answer again is news

class Daemon {
    event = $state.raw<StateEvent | null>(null);
    fault = $state<string | null>('MENGHUBUNGI'); // the page's own: the daemon cannot tell of it
    now = $state(0); // the daemon's clock, running on from its last event; 0 before the first
    picture = $state.raw<ImageBitmap | null>(null);
    left = $state<number | null>(null); // ms until a state that waits for a touch is over

    #socket: DaemonSocket | null = null;
    #told = 0; // performance.now() at the last event
    #pictured = 0;
    #decoding = false;
    #over: ReturnType<typeof setTimeout> | undefined;
    #until = Infinity; // performance.now() when the state is over
    #stayed = -Infinity;
    #asked = false;
    #lost: ReturnType<typeof setTimeout> | undefined;

    start(): void {
        const listener = {
            event: (event: StateEvent) => this.#take(event),
            picture: (jpeg: Blob) => void this.#draw(jpeg),
            link: (state: LinkState) => this.#link(state),
        };
        this.#socket = new DaemonSocket(`ws://${location.host}/socket`, takeToken(), listener);
        this.#link('waiting');
        setInterval(() => this.#tick(), 250);
    }

    send(action: Action): void {
        this.#socket?.send(action);
        this.#asked ||= ASKING.includes(action.action);
        if (action.action === 'done' || action.action === 'cancel') this.#rest();
    }

    // Somebody is there: a state that waits for a touch begins its time anew.
    touch(): void {
        voice.stay();
        speech.stay();
        const idle = this.event && !this.fault && idleOf(this.event.state);
        const at = performance.now();
        if (!idle || at - this.#stayed < STAY_EVERY_MS) return;
        this.#stayed = at;
        this.send({ action: 'stay' });
        if (this.event?.show_ms != null) this.#last(idle.whole_ms);
    }

    #take(event: StateEvent): void {
        const news = this.#asked || !this.event || happening(this.event) !== happening(event);
        this.#asked = false;
        this.event = event;
        entry.take(event);
        loudspeaker.loudness = event.screen.volume / 100;
        speech.settle(event.screen.language);
        this.#told = performance.now();
        this.#last(event.show_ms);
        if (news) this.#announce(event);
    }

    #announce(event: StateEvent): void {
        const sound = soundOf(event);
        if (event.admin?.told === 'SOUND') loudspeaker.demonstrate();
        else if (sound) loudspeaker.play(sound);
        voice.tell(event);
    }

    #last(ms: number | null): void {
        clearTimeout(this.#over);
        this.#until = ms === null ? Infinity : performance.now() + ms;
        if (ms !== null) this.#over = setTimeout(() => this.#rest(), ms);
        this.#tick();
    }

    #rest(): void {
        if (!this.event) return;
        this.event = ready(this.event);
        entry.take(this.event);
        voice.tell(this.event);
        this.#last(null);
    }

    #link(state: LinkState): void {
        if (state === 'open') {
            clearTimeout(this.#lost);
            this.#lost = undefined;
            this.fault = null;
            return;
        }
        const patience = this.event ? PATIENCE_MS : START_PATIENCE_MS;
        if (state === 'replaced') this.#fail('LAYAR_DIGANTI');
        else if (state === 'refused') this.#fail('LAYAR_TIDAK_DIKENAL');
        else this.#lost ??= setTimeout(() => this.#fail('KIOS_TIDAK_MENJAWAB'), patience);
    }

    #fail(code: string): void {
        if (this.fault === code) return;
        clearTimeout(this.#over);
        this.picture = null;
        this.fault = code;
        loudspeaker.play('ditolak');
    }

    #tick(): void {
        const at = performance.now();
        if (this.picture && at - this.#pictured > PICTURE_OLD_MS) this.picture = null;
        if (!this.event) return;
        this.left = idleOf(this.event.state) && this.#until < Infinity ? Math.max(0, this.#until - at) : null;
        this.now = Date.parse(this.event.time.at) + at - this.#told;
    }

    // One picture is decoded at a time; those that come meanwhile are left out.
    async #draw(jpeg: Blob): Promise<void> {
        if (this.#decoding) return;
        this.#decoding = true;
        try {
            const picture = await createImageBitmap(jpeg);
            this.picture?.close();
            this.picture = picture;
            this.#pictured = performance.now();
        } catch {
            // A broken picture is no news: the next one comes within 66 ms, and #tick sees when none does.
        } finally {
            this.#decoding = false;
        }
    }
}

export const daemon = new Daemon();
