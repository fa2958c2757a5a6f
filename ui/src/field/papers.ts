// Papers as words, and what central asks of them (docs/rules.md, Papers), said before anything is sent.
import { dateText, longDate, type Language } from '../shared/time.ts';
import type { Decider, Kind, Kinds, Paper, PaperFacts, PaperWish } from './api/central.ts';
import type { Key } from './messages/index.ts';

export const WHY_CHARS_MIN = 10;
const DAYS_MAX = 366;
const DAYS_AHEAD_MAX = 365;
const DOCUMENT_BYTES_MAX = 5_000_000;
const DOCUMENT_TYPES = ['application/pdf', 'image/jpeg', 'image/png'];
const DAY_MS = 86_400_000;
const MINUTES_A_DAY = 1440;

export interface Speech {
    language: Language;
    say: (key: Key, values?: Record<string, string | number>) => string;
}

// What the form holds, as typed.
export interface Form {
    code: string;
    first: string;
    last: string;
    hours: boolean;
    from: string;
    to: string;
    side: '' | 'in' | 'out';
    at: string;
    why: string;
    file: File | null;
}
export const emptyForm = (day: string | null = null): Form => ({
    code: day ? 'KOREKSI' : '', first: day ?? '', last: '', hours: false, from: '', to: '', side: '', at: '', why: '', file: null,
});

export interface Fault {
    field: string;
    key: Key;
}

const two = (value: number) => String(value).padStart(2, '0');
const minutesOf = (time: string) => (/^\d{2}:\d{2}$/.test(time) ? Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) : null);
const between = (first: string, last: string) => (Date.parse(last) - Date.parse(first)) / DAY_MS;
export const isLongReason = (why: string) => [...why.trim()].length >= WHY_CHARS_MIN;
export const kindText = (kind: Kind, language: Language) => (language === 'id' ? kind.text_id : kind.text_en);
export const lastDayOf = (form: Form, kind: Kind | undefined) => (kind?.effect === 'correction' ? form.first : form.last);

function dayFault(form: Form, kind: Kind | undefined, { today, open_from }: Kinds): Fault | null {
    const last = lastDayOf(form, kind);
    if (!form.first) return { field: 'first', key: 'fault.first' };
    if (!last) return { field: 'last', key: 'fault.last' };
    if (last < form.first) return { field: 'last', key: 'fault.backwards' };
    if (form.first < open_from) return { field: 'first', key: 'fault.closed' };
    if (between(form.first, last) >= DAYS_MAX) return { field: 'last', key: 'fault.long' };
    if (kind?.effect === 'correction' && form.first > today) return { field: 'first', key: 'fault.not_begun' };
    return between(today, last) > DAYS_AHEAD_MAX ? { field: 'last', key: 'fault.ahead' } : null;
}

export function faultsOf(form: Form, kind: Kind | undefined, terms: Kinds): Fault[] {
    const faults: Fault[] = [];
    if (!kind) faults.push({ field: 'kind', key: 'fault.kind' });
    const day = dayFault(form, kind, terms);
    if (day) faults.push(day);
    if (kind?.effect === 'correction' && !form.side) faults.push({ field: 'side-in', key: 'fault.side' });
    if (kind?.effect === 'correction' && minutesOf(form.at) === null) faults.push({ field: 'at', key: 'fault.at' });
    const [from, to] = [minutesOf(form.from), minutesOf(form.to)];
    if (kind?.effect === 'duty' && form.hours && (from === null || to === null || to <= from)) {
        faults.push({ field: 'from', key: 'fault.hours' });
    }
    if (!isLongReason(form.why)) faults.push({ field: 'why', key: 'fault.why' });
    if (form.file && (form.file.size > DOCUMENT_BYTES_MAX || !DOCUMENT_TYPES.includes(form.file.type))) {
        faults.push({ field: 'document', key: 'fault.document' });
    }
    return faults;
}

// Of a form without faults.
export function wishOf(form: Form, kind: Kind, document: string | null): PaperWish {
    const corrects = kind.effect === 'correction';
    const hours = kind.effect === 'duty' && form.hours;
    return {
        code: kind.code,
        first: form.first,
        last: lastDayOf(form, kind),
        from: hours ? minutesOf(form.from) : null,
        to: hours ? minutesOf(form.to) : null,
        side: corrects && form.side ? form.side : null,
        at_s: corrects ? minutesOf(form.at)! * 60 : null,
        document,
        why: form.why.trim().replace(/\s+/g, ' '),
    };
}

function clockOf(minutes: number, speech: Speech): string {
    const time = `${two(Math.floor((minutes % MINUTES_A_DAY) / 60))}.${two(minutes % 60)}`;
    return minutes < MINUTES_A_DAY ? time : speech.say('paper.next_day', { time });
}

// "Senin, 28 September 2026 sampai Rabu, 30 September 2026, pukul 08.00 sampai 12.00"
export function daysText(facts: PaperFacts, speech: Speech): string {
    const day = (text: string) => longDate(text, speech.language) ?? text;
    const parts = [
        facts.first === facts.last ? day(facts.first) : speech.say('paper.days', { first: day(facts.first), last: day(facts.last) }),
    ];
    if (facts.from !== null && facts.to !== null) {
        parts.push(speech.say('paper.hours', { from: clockOf(facts.from, speech), to: clockOf(facts.to, speech) }));
    }
    if (facts.side && facts.at_s !== null) {
        const time = clockOf(Math.floor(facts.at_s / 60), speech);
        parts.push(speech.say('paper.corrects', { side: speech.say(`side.${facts.side}`), time }));
    }
    return parts.join(', ');
}

const deciderText = ({ name, acting }: Decider, speech: Speech) =>
    acting ? speech.say('paper.acting', { name, acting }) : name;

// Who decides, and from which day on who else may.
export function waitsText({ deciders, next }: Paper, speech: Speech): string {
    const names = deciders.map((decider) => deciderText(decider, speech)).join(speech.say('paper.or'));
    const now = speech.say('paper.waits', { names });
    if (!next) return now;
    const date = dateText(next.from, speech.language) ?? next.from;
    return `${now} ${speech.say('paper.next', { date, name: deciderText(next, speech) })}`;
}

export const waitedDays = (asked: string, now: string) => Math.max(0, Math.floor((Date.parse(now) - Date.parse(asked)) / DAY_MS));
