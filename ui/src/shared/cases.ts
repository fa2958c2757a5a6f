// Cases of discipline as central tells them (docs/api.md), on the officers' pages and on a person's own. Pure.
import type { WhyLine } from './days.ts';
import type { CaseKey } from './case_words.ts';
import { dateText } from './time.ts';

export const CASE_TABS = ['examine', 'proposed', 'answer', 'objection', 'closed'] as const;
export type CaseTab = (typeof CASE_TABS)[number];

export interface Sanction {
    code: string;
    level: string;
    text_id: string;
    text_en: string;
}
export interface CaseDue {
    state: string;
    actor: string;
    rule: string;
    due: string;
    late: boolean;
}
export interface CaseRow {
    case: string;
    person: string;
    name: string | null;
    number: string | null; // nomor presensi
    opd: string;
    state: string;
    tab: CaseTab;
    regime: string;
    mode: 'year' | 'consecutive';
    count: number;
    day: string;
    article: string; // empty: nobody has checked which it is
    opened: string;
    salary_stop: string | null;
    sanctions: Sanction[];
    due: CaseDue | null; // the soonest
    superior: { person: string; name: string | null } | null;
}
export interface CaseEntry {
    act: 'opened' | 'moved' | 'recounted' | 'proposed' | 'statement';
    state: string;
    day: string;
    at: string;
    by: string | null;
    central: boolean;
    own: boolean; // by the person of the case
    words: string | null;
    sanction: Sanction | null;
    changed: { day: string; code: string }[];
}
export interface CountedDay {
    day: string;
    conversion: string | null;
    from: { day: string; minutes: number }[];
}
export interface CaseFile extends CaseRow {
    seen: number; // goes back with each act
    threshold: { id: string; source: string; confidence: string | null; rules: string };
    days: CountedDay[];
    evidence: { day: string; code: string | null; why: WhyLine[] }[];
    dues: CaseDue[];
    next: string[];
    choices: Sanction[];
    may_propose: boolean;
    objection_until: string | null;
    proposal: CaseEntry | null;
    decision: CaseEntry | null;
    history: CaseEntry[];
}

// What a page's speech can do with the words of cases.
export interface CaseSpeech {
    language: 'id' | 'en';
    say(key: CaseKey, values?: Record<string, string | number>): string;
    name(family: string, code: string): string;
}

export const sanctionText = (sanction: Sanction, { language }: CaseSpeech) => sanction[`text_${language}`];
export const yearOf = ({ day }: Pick<CaseRow, 'day'>) => day.slice(0, 4);

// "3 hari = 9, 10, 11 November 2026": days of one month share it.
export function arithmetic({ count, days }: Pick<CaseFile, 'count' | 'days'>, speech: CaseSpeech): string {
    const months = new Map<string, string[]>();
    for (const { day } of days) {
        const month = dateText(`${day.slice(0, 7)}-01`, speech.language)?.slice(2) ?? day;
        months.set(month, [...(months.get(month) ?? []), String(Number(day.slice(8)))]);
    }
    const parts = [...months].map(([month, numbers]) => `${numbers.join(', ')} ${month}`);
    return speech.say('case.arithmetic', { count, days: parts.join('; ') });
}

// Of the queue's late ones: who has let their time pass, the most first.
export function bySuperior(rows: readonly CaseRow[]): { name: string | null; rows: CaseRow[] }[] {
    const groups = new Map<string, { name: string | null; rows: CaseRow[] }>();
    for (const row of rows) {
        const key = row.superior?.person ?? '';
        const group = groups.get(key) ?? { name: row.superior?.name ?? null, rows: [] };
        group.rows.push(row);
        groups.set(key, group);
    }
    return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length);
}

const ENDS = ['SELESAI', 'BUKAN_PELANGGARAN', 'DATA_DIKOREKSI'];
export const isOpen = ({ state }: Pick<CaseRow, 'state'>) => !ENDS.includes(state);
