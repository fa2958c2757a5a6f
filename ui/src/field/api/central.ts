// What central answers a person's phone (docs/api.md), and how to ask it.
import type { PersonDays } from '../../shared/days.ts';
import { ask, sendFile } from '../../shared/http.ts';

export interface Session {
    user: string;
    role: string;
    person: string;
    demo?: boolean;
}

export type PhoneState = 'pending' | 'waiting' | 'valid' | 'ended';
export interface Phone {
    id: string;
    pub: string;
    state: PhoneState;
    registered: string;
    from: string | null;
    ended: string | null;
    shared: boolean;
}

export const currentSession = () => ask<Session>('GET', '/v1/sessions/current');
export const signIn = (user: string, password: string) => ask<Session>('POST', '/v1/sessions', { user, password });
export const signOut = () => ask<void>('DELETE', '/v1/sessions/current');
export const openAccount = (wish: { code: string; password: string; pin: string }) =>
    ask<Session>('POST', '/v1/accounts', wish);

export const phones = () => ask<{ items: Phone[]; now: string }>('GET', '/v1/phones');
export const register = (wish: { pub: string; browser: string; proof: string }) => ask<Phone>('POST', '/v1/phones', wish);
export const end = (id: string) => ask<void>('DELETE', `/v1/phones/${id}`);

// "2026-11"; null: the month of today.
export const ownDays = (month: string | null) =>
    ask<PersonDays>('GET', `/v1/own/days${month ? `?${new URLSearchParams({ month })}` : ''}`);

export interface Kind {
    code: string;
    effect: 'leave' | 'duty' | 'remote' | 'correction';
    text_id: string;
    text_en: string;
    limit: string;
    confidence: string; // memory: not checked against the law yet
}
export interface Kinds {
    items: Kind[];
    today: string;
    open_from: string; // the first day that is not closed
    close_day: number;
    decide_days: number;
}
export interface Decider {
    name: string;
    acting: string | null; // the deputy
}
// What a paper is about; as it is asked for, too.
export interface PaperFacts {
    first: string;
    last: string;
    from: number | null; // local minutes of the day
    to: number | null;
    side: 'in' | 'out' | null;
    at_s: number | null; // local seconds from 00:00
    why: string;
}
export interface PaperWish extends PaperFacts {
    code: string;
    document: string | null;
}
export interface Paper extends PaperFacts {
    id: string;
    person: string;
    name: string;
    number: string;
    kind: Kind;
    document: boolean;
    state: 'pending' | 'approved' | 'rejected' | 'withdrawn';
    asked: string;
    asked_by: string | null; // by name, where it was not the person
    decided: string | null;
    decided_by: string | null;
    decision_why: string | null;
    deciders: Decider[];
    next: (Decider & { from: string }) | null;
    marks: string[];
    leave: { year: number; used: number; asked: number; of: number } | null;
}

export const kinds = () => ask<Kinds>('GET', '/v1/own/paper-kinds');
export const ownPapers = (cursor: string | null) =>
    ask<{ items: Paper[]; next: string | null }>('GET', `/v1/own/papers${cursor ? `?${new URLSearchParams({ cursor })}` : ''}`);
export const sendDocument = (file: File) => sendFile<{ sha256: string }>('/v1/own/documents', file);
export const askFor = (wish: PaperWish) => ask<Paper>('POST', '/v1/own/papers', wish);
export const withdraw = (id: string) => ask<void>('DELETE', `/v1/own/papers/${id}`);
export const approvals = () => ask<{ items: Paper[]; waiting: number; now: string }>('GET', '/v1/approvals?limit=100');
export const decide = (id: string, verdict: 'approved' | 'rejected', why: string) =>
    ask<Paper>('POST', `/v1/papers/${id}/decisions`, { verdict, why });
export const documentAddress = (id: string) => `/v1/papers/${id}/document`;
