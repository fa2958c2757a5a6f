// What the daemon tells the page (docs/kiosk-socket.md).
import type { Language } from '../shared/time.ts';

export const STATES = [
    'siap', 'membaca', 'masuk', 'pulang', 'arah', 'sudah', 'periksa', 'ditolak', 'gangguan',
] as const;
export type StateId = (typeof STATES)[number];
export type Direction = 'in' | 'out' | 'auto';
export type Hint = 'dark' | 'near' | 'blurred' | 'two';

export interface Result {
    name: string | null;
    number: string | null;
    office: string | null;
    dir: Direction | null;
    at: string | null;
    record: string | null;
    of: number | null;
    first_in: string | null;
    worked_min: number | null;
    code: string | null;
    detail: string | null;
}

export interface StateEvent {
    event: 'state';
    n: number;
    state: StateId;
    show_ms: number | null;
    kiosk: string;
    office: string;
    province: string;
    demo: boolean;
    photo?: 'off' | 'marked' | 'always'; // at which check-ins one is taken; an older daemon does not say
    screen: { mm: number; volume: number; language: Language }; // width, loudness in percent, the kiosk's own language
    time: { at: string; zone: string; state: 'unset' | 'rtc' | 'ntp' | 'anchored' };
    network: { connected: boolean; since: string | null };
    queue: { waiting: number; oldest: string | null };
    contact: string | null;
    fingerprint: string | null; // while a second officer has to compare it
    result: Result | null;
    code: string | null;
    hint: Hint | null;
}

export type Action = { action: 'direction'; of: number; dir: 'in' | 'out' } | { action: 'done' };

// Null for anything that is no state event: a newer daemon may say more than this page knows.
export function parseEvent(text: string): StateEvent | null {
    try {
        const value = JSON.parse(text) as StateEvent | null;
        return value?.event === 'state' && STATES.includes(value.state) && value.time ? value : null;
    } catch {
        return null;
    }
}

export const isTrusted = (event: StateEvent) => event.time.state === 'ntp' || event.time.state === 'anchored';

// What the page shows by itself once a state's time is over.
export function ready(event: StateEvent): StateEvent {
    return { ...event, state: 'siap', show_ms: null, result: null, code: null, hint: null };
}

// Two events with the same key tell of the same happening: the later one makes no second sound.
export function happening(event: StateEvent): string {
    const { state, code, result } = event;
    return [state, code, result?.of, result?.at, result?.number, result?.code].join('|');
}
