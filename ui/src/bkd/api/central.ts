// What central answers (docs/api.md), and how to ask it.
import type { Finding, PersonDays, Verdict as DayVerdict } from '../../shared/days.ts';
import { ask, askAll } from '../../shared/http.ts';

export interface Session {
    user: string;
    role: string;
    person: string;
    opd: string | null; // whose officer; null for all of them
    stage: 'factor' | 'password' | 'enrolment' | 'open'; // how far the sign-in has come
    permissions: string[]; // what the account may do (docs/api.md)
    recovery?: string[]; // shown this once
    demo?: boolean;
}

export const PARTS = ['on_time', 'late', 'duty', 'leave', 'absent', 'pending', 'unknown', 'free'] as const;
export type Part = (typeof PARTS)[number];
export interface Figures {
    people: number;
    arrived: number;
    marked: number;
    unknown: number;
    parts: Record<Part | 'people', number>; // of the day's verdicts; the parts add up to their people
}
export interface SilentTerminal {
    kiosk: string;
    opd: string;
    office: string;
    last_contact: string | null;
}
export interface Today {
    day: string;
    zone: string;
    as_of: string;
    demo: boolean;
    opds: (Figures & { opd: string })[];
    totals: Figures;
    terminals: { all: number; reporting: number; silent: SilentTerminal[] };
    log_halted: string | null; // since when no proofs are signed
}

export type Verdict = 'fine' | 'doubtful';

// One row of the list behind a figure.
export interface PersonVerdict extends DayVerdict {
    person: string;
    name: string;
    number: string;
    so_far: Finding;
}

export interface Arrival {
    id: string;
    person: string | null;
    name: string | null;
    number: string | null;
    opd: string | null;
    office: string;
    at: string; // the likeliest time
    earliest: string; // the true time is between these
    latest: string;
    zone: string;
    dir: 'in' | 'out' | 'auto';
    marks: string[];
    dev: string;
    kiosk: string;
    inc: number;
    seq: number;
    received: string;
    code: string | null; // kode bukti; none until the log has the record
    photo: string | null; // SHA-256 of the sealed photograph that the record names
    drawn: boolean; // by lot, to be looked at
    review: Verdict | null; // of the officer who has looked
}

export interface Terminal {
    dev: string;
    kiosk: string;
    opd: string;
    office: string;
    zone: string;
    last_contact: string | null;
    seq_central: number;
    seq_terminal: number | null;
    clock: string | null;
    certificate_until: string;
    state: string;
    roster: number | null;
    incarnations: Incarnation[];
    branches: Branch[];
}
// One ledger key of a terminal; a terminal that was copied goes on by itself under the next.
export interface Incarnation {
    inc: number;
    ledger_pub: string;
    fingerprint: string;
    opened: string;
    state: 'confirmed' | 'unconfirmed' | 'revoked';
    prev_inc: number | null;
    prev_seq: number | null;
}
// Of a forked ledger.
export interface Branch {
    inc: number;
    branch: number;
    from: number;
    revoked: boolean;
}

// A time in which a terminal was silent: proposed by central, decided on by an officer.
export interface Outage {
    id: string;
    dev: string;
    kiosk: string;
    opd: string;
    office: string;
    zone: string;
    from: string;
    to: string;
    people: number; // of its office
    checkins: number; // that it made in that time, and that have come since
    state: 'pending' | 'approved' | 'rejected';
    decided: string | null;
    decided_by: string | null;
    decision_why: string | null;
}

export interface OpenedPhoto {
    face: 'yes' | 'no' | 'unknown';
    sharpness: number; // as the terminal measured: variance of the Laplacian
    brightness: number; // mean of the gray picture, 0 to 255
    jpeg: string; // base64
}

// Somebody came; who it was is asked for, and that is a look which the person can see.
export type LiveEvent = { event: 'arrival'; item: Pick<Arrival, 'id' | 'opd' | 'at'> } | { event: 'terminal'; item: Terminal };

export const signIn = (user: string, password: string) => ask<Session>('POST', '/v1/sessions', { user, password });
export const passFactor = (code: string) => ask<Session>('POST', '/v1/sessions/current/factor', { code });
export const offerFactor = () => ask<{ secret: string; address: string }>('POST', '/v1/own/factor', {});
export const proveFactor = (code: string) => ask<Session>('POST', '/v1/own/factor/proofs', { code });
export const changePassword = (password: string, chosen: string) =>
    ask<Session>('POST', '/v1/own/password', { password, new: chosen });
export interface OwnSession {
    id: string;
    opened: string;
    seen: string;
    agent: string;
    current: boolean;
}
export const ownSessions = async () => (await ask<{ items: OwnSession[] }>('GET', '/v1/own/sessions')).items;
export const endSession = (id: string) => ask<void>('DELETE', `/v1/own/sessions/${id}`);

// Who has looked at one's own data.
export interface Look {
    viewer: string;
    name: string | null;
    role: string;
    kind: string;
    day: string;
    why: string | null;
    first: string;
    last: string;
    times: number;
}
export const ownViews = async () => (await ask<{ items: Look[] }>('GET', '/v1/own/views')).items;

export interface Staff {
    name: string;
    role: string;
    person: string;
    holder: string | null;
    opd: string | null;
    ethics: boolean;
    state: 'invited' | 'without_factor' | 'active' | 'ended';
    factor: boolean;
    seen: string | null;
}
export interface StaffOrder {
    name: string;
    role: string;
    number: string;
    opd: string | null;
    ethics: boolean;
    why: string;
}
export interface StaffChanged {
    account: Staff;
    password: string | null; // drawn, shown this once
}
export const staff = async () => (await ask<{ items: Staff[] }>('GET', '/v1/staff')).items;
export const addStaff = (order: StaffOrder) => ask<StaffChanged>('POST', '/v1/staff', order);
export const endStaff = (name: string, why: string) => ask<StaffChanged>('POST', `/v1/staff/${name}/endings`, { why });
export const resetStaff = (name: string, what: 'factor' | 'password', why: string) =>
    ask<StaffChanged>('POST', `/v1/staff/${name}/resets`, { what, why });

export const signOut = () => ask<void>('DELETE', '/v1/sessions/current');
export const currentSession = () => ask<Session>('GET', '/v1/sessions/current');

const ofDay = (day: string | null) => (day ? { day } : {}) as Record<string, string>;

export const today = (day: string | null) => ask<Today>('GET', `/v1/today?${new URLSearchParams(ofDay(day))}`);
export const latestArrivals = async (day: string | null, limit: number) => {
    const query = new URLSearchParams({ ...ofDay(day), limit: String(limit) });
    return (await ask<{ items: Arrival[] }>('GET', `/v1/arrivals?${query}`)).items;
};
export const allArrivals = (day: string | null, opd: string | null) =>
    askAll<Arrival>('/v1/arrivals', { ...ofDay(day), ...(opd ? { opd } : {}) });
export const allVerdicts = (day: string | null, opd: string | null, part: Part | null) =>
    askAll<PersonVerdict>('/v1/verdicts', { ...ofDay(day), ...(opd ? { opd } : {}), ...(part ? { part } : {}) });
export const personDays = (person: string, from: string, to: string) =>
    ask<PersonDays>('GET', `/v1/people/${person}/days?${new URLSearchParams({ from, to })}`);
export const confirm = (dev: string, { inc, ledger_pub }: Incarnation, why: string) =>
    ask<Terminal>('POST', `/v1/terminals/${dev}/confirmations`, { inc, ledger_pub, why });
export const revoke = (dev: string, inc: number, branch: number | null, why: string) =>
    ask<Terminal>('POST', `/v1/terminals/${dev}/revocations`, { inc, branch, why });
// Those that wait to be looked at, oldest first, one page.
export const reviews = async (opd: string | null, late: boolean, cursor: string | null) => {
    const query = new URLSearchParams({ ...(opd ? { opd } : {}), ...(late ? { late: '1' } : {}), ...(cursor ? { cursor } : {}) });
    return ask<{ items: Arrival[]; next: string | null }>('GET', `/v1/reviews?${query}`);
};
export const review = (id: string, verdict: Verdict, why: string) =>
    ask<Arrival>('POST', `/v1/arrivals/${id}/reviews`, { verdict, why });
export const openPhoto = (sha256: string, why: string) =>
    ask<OpenedPhoto>('POST', `/v1/photos/${sha256}/openings`, { why });
export const allTerminals = () => askAll<Terminal>('/v1/terminals', {});
export const outages = async (state: 'pending' | 'decided', opd: string | null) => {
    const query = new URLSearchParams({ state, limit: '500', ...(opd ? { opd } : {}) });
    return (await ask<{ items: Outage[] }>('GET', `/v1/outages?${query}`)).items;
};
export const decideOutage = (id: string, verdict: 'approved' | 'rejected', why: string) =>
    ask<Outage>('POST', `/v1/outages/${id}/decisions`, { verdict, why });
