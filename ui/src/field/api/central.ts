// What central answers a person's phone (docs/api.md), and how to ask it.
import type { PersonDays } from '../../shared/days.ts';
import { ask } from '../../shared/http.ts';

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
