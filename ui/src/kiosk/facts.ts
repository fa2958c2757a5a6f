// What the officer's menu tells of the kiosk itself: pure, and nothing of a person.
import { clockTime, dateText, dayOf, sinceText, type Language } from '../shared/time.ts';
import { count, decimal, type Values } from '../shared/words.ts';
import { say, type Key } from './messages/index.ts';
import type { Admin, StateEvent } from './event.ts';

export interface Fact {
    key: Key;
    words: string;
    ill: boolean; // wants an officer's attention
}

const GIGABYTE = 1e9;
const TIGHT_BYTES = GIGABYTE;
const SOON_MS = 14 * 24 * 3_600_000; // a certificate that ends within this time should have been renewed

const fact = (key: Key, words: string, ill = false): Fact => ({ key, words, ill });

function clock({ off_ms, source }: Admin['clock'], language: Language): Fact {
    const words = say(language, `admin.${source}`);
    if (source === 'rtc' || source === 'unset') {
        return fact('admin.clock', say(language, 'admin.clock_unproved', { source: words }), true);
    }
    if (off_ms === null) return fact('admin.clock', words);
    const seconds = decimal(off_ms / 1000, 2, language);
    return fact('admin.clock', say(language, 'admin.clock_off', { seconds, source: words }));
}

export function factsOf(event: StateEvent, now: number, language: Language): Fact[] {
    const { admin, queue, time } = event;
    if (!admin) return [];
    const { camera, roster, sent, certificate_until: end } = admin;
    const words = (key: Key, values?: Values) => say(language, key, values);
    const since = (at: string) => sinceText(Date.parse(at), now, time.zone, language);
    const day = (at: string) => dateText(dayOf(Date.parse(at), time.zone), language) ?? '';
    const issued = (at: string) => `${day(at)} ${clockTime(Date.parse(at), time.zone)}`;
    const waiting = count(queue.waiting, language);
    const acked = count(sent.acked, language);
    const free = decimal(admin.disk_free_bytes / GIGABYTE, 1, language);
    return [
        fact('admin.camera', camera ? words('admin.camera_ok', camera) : words('admin.camera_none'), !camera),
        fact('admin.queue', queue.oldest
            ? words('admin.queue_of', { count: waiting, time: since(queue.oldest) })
            : words('admin.queue_none')),
        clock(admin.clock, language),
        fact('admin.sent', sent.at
            ? words('admin.sent_of', { time: since(sent.at), acked })
            : words('admin.sent_never', { acked })),
        fact('admin.roster', roster
            ? words('admin.roster_of', { time: issued(roster.issued), people: count(roster.people, language) })
            : words('admin.roster_none'), !roster),
        fact('admin.version', admin.version),
        fact('admin.disk', words('admin.disk_free', { gigabytes: free }), admin.disk_free_bytes < TIGHT_BYTES),
        fact('admin.certificate', end
            ? words('admin.certificate_until', { day: day(end) })
            : words('admin.certificate_none'), !end || Date.parse(end) - now < SOON_MS),
    ];
}
