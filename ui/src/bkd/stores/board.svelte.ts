// The day on the page, and what comes in while it is open.
import * as central from '../api/central.ts';
import { listen } from '../api/events.ts';
import { Resource } from './resource.svelte.ts';
import { session } from './session.svelte.ts';

const LATEST_ROWS = 8;
const GATHER_MS = 700; // a burst of arrivals leads to one question for the figures
const LOOK_AGAIN_MS = 60_000; // silence makes no event

class Board {
    day = $state<string | null>(null); // null: the server's own today
    live = $state(false);
    now = $state(Date.now());
    newest = $state.raw<central.Arrival | null>(null);
    readonly today = new Resource<central.Today>();
    readonly latest = new Resource<central.Arrival[]>();
    readonly terminals = new Resource<central.Terminal[]>();
    #gather: ReturnType<typeof setTimeout> | undefined;
    #news = false; // an event has told of an arrival

    // Returns how to stop.
    watch(): () => void {
        const stop = listen({
            open: () => {
                this.live = true;
                this.reload();
            },
            broken: () => {
                if (this.live) void session.find();
                this.live = false;
            },
            event: (event) => this.#take(event),
        });
        const clock = setInterval(() => this.reload(), LOOK_AGAIN_MS);
        return () => {
            stop();
            clearInterval(clock);
            clearTimeout(this.#gather);
        };
    }

    show(day: string | null): void {
        if (day === this.day && this.today.value) return;
        this.day = day;
        this.latest.value = null;
        this.reload();
    }

    reload(): void {
        const { day } = this;
        this.now = Date.now();
        void this.today.load(() => central.today(day));
        void this.latest.load(() => central.latestArrivals(day, LATEST_ROWS));
        void this.terminals.load(central.allTerminals);
    }

    #announce(): void {
        if (this.#news) this.newest = this.latest.value?.[0] ?? null;
        this.#news = false;
    }

    #take(event: central.LiveEvent): void {
        this.now = Date.now();
        if (event.event === 'terminal') {
            const others = this.terminals.value?.filter(({ dev }) => dev !== event.item.dev) ?? [];
            this.terminals.value = [...others, event.item];
        } else {
            this.#news = true;
        }
        this.#gather ??= setTimeout(() => {
            this.#gather = undefined;
            const { day } = this;
            void this.today.load(() => central.today(day));
            void this.latest.load(() => central.latestArrivals(day, LATEST_ROWS)).then(() => this.#announce());
        }, GATHER_MS);
    }
}

export const board = new Board();
