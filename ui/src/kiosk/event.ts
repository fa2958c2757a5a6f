// What the daemon tells the page and the page the daemon (docs/kiosk-socket.md).
import type { Language } from '../shared/time.ts';

export const STATES = [
    'siap', 'membaca', 'masuk', 'pulang', 'arah', 'sudah', 'periksa', 'ditolak', 'gangguan',
    'pin_nomor', 'pin', 'admin_daftar', 'admin_pin', 'admin_menu', 'admin_kamera',
] as const;
export type StateId = (typeof STATES)[number];
export type Direction = 'in' | 'out' | 'auto';
export type Hint = 'dark' | 'near' | 'far' | 'blurred' | 'two' | 'glare';

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

// What is to be typed: the attendance number (step 1) or the PIN (step 2).
export interface Pin {
    length: number;
    step: 1 | 2;
    problem: 'WRONG' | 'PAUSED' | 'KIOSK_PAUSED' | 'OFFICER' | 'UNKNOWN_FORMAT' | null; // of the last entry
    until: string | null; // when one may try again
    photo: boolean; // one is taken at this entry
}

export interface Admin {
    camera: { width: number; height: number; fps: number } | null;
    clock: { off_ms: number | null; source: 'anchored' | 'ntp' | 'rtc' | 'unset' };
    roster: { issued: string; people: number } | null;
    sent: { at: string | null; acked: number };
    disk_free_bytes: number;
    certificate_until: string | null;
    version: string;
    told: 'SENT' | 'EXPORTED' | 'NO_MEDIUM' | 'FAILED' | 'SOUND' | 'RESTARTING' | null; // what the last button led to
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
    pin: Pin | null;
    pin_open: boolean; // the button PIN can be offered
    admin: Admin | null;
}

type Plain =
    | 'done' | 'pin_open' | 'cancel' | 'stay'
    | 'admin_open' | 'admin_camera' | 'admin_sound' | 'admin_send' | 'admin_export' | 'admin_restart' | 'admin_leave';
export type Action =
    | { action: Plain }
    | { action: 'direction'; of: number; dir: 'in' | 'out' }
    | { action: 'pin_number'; number: string }
    | { action: 'pin'; pin: string };

const NEEDS: Partial<Record<StateId, 'pin' | 'admin'>> = {
    pin_nomor: 'pin', pin: 'pin', admin_menu: 'admin', admin_kamera: 'admin',
};

function isWhole(value: StateEvent | null): value is StateEvent {
    if (value?.event !== 'state' || !STATES.includes(value.state) || !value.time) return false;
    const need = NEEDS[value.state];
    return !need || value[need] != null;
}

// Null for anything that is no whole state event: a newer daemon may say more than this page knows.
export function parseEvent(text: string): StateEvent | null {
    try {
        const value = JSON.parse(text) as StateEvent | null;
        return isWhole(value) ? value : null;
    } catch {
        return null;
    }
}

export const isTrusted = (event: StateEvent) => event.time.state === 'ntp' || event.time.state === 'anchored';

// States that last as long as somebody touches the screen: how long without a touch, and from when on the page warns.
interface Idle {
    whole_ms: number;
    warn_ms: number;
}
const PIN_IDLE: Idle = { whole_ms: 30_000, warn_ms: 10_000 };
const ADMIN_IDLE: Idle = { whole_ms: 120_000, warn_ms: 20_000 };
export function idleOf(state: StateId): Idle | null {
    if (state === 'pin_nomor' || state === 'pin') return PIN_IDLE;
    return state === 'admin_pin' || state === 'admin_menu' || state === 'admin_kamera' ? ADMIN_IDLE : null;
}

// What the page shows by itself once a state's time is over.
export function ready(event: StateEvent): StateEvent {
    return { ...event, state: 'siap', show_ms: null, result: null, code: null, hint: null, pin: null, admin: null };
}

// Two events with the same key tell of the same happening: the later one makes no second sound.
export function happening(event: StateEvent): string {
    const { state, code, result, pin, admin } = event;
    return [
        state, code, result?.of, result?.at, result?.number, result?.code, pin?.step, pin?.problem, admin?.told,
    ].join('|');
}
