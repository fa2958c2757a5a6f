// Days as central has judged them (docs/api.md), and what tables and calendars make of them: pure.
import { dateText, type Language } from './time.ts';

export type Finding = 'none' | 'on_time' | 'late' | 'early' | 'unrecorded' | 'excused' | 'unknown';
export type DayKind = 'work' | 'off' | 'holiday' | 'joint_leave' | 'unknown';

export interface SideVerdict {
    finding: Finding;
    time: string | null; // that was judged: 07:21:09, of the next day 06:02:10+1
    minutes: number;
    missing: number;
    level: number;
    basis_points: number;
    record: string | null;
}
export interface Verdict {
    day: string;
    opd: string;
    kind: DayKind;
    code: string;
    paper: 'leave' | 'duty' | 'remote' | null;
    basis_points: number;
    in: SideVerdict;
    out: SideVerdict;
    marks: string[];
}
export interface WhyRecord {
    id: string;
    at: string | null;
    zone: string | null;
    kiosk: string | null;
    code: string | null; // kode bukti
}
// One sentence of a why, in both languages.
export interface WhyLine {
    key: string;
    id: string;
    en: string;
    rule: { id: string; source: string; confidence: string | null; unverified: boolean } | null;
    records: WhyRecord[];
    papers: string[];
}
export interface OldVerdict {
    code: string;
    basis_points: number;
    judged: string;
    replaced: string;
    cause: string; // what had the day judged again
    why: WhyLine[];
}
export interface PersonDay extends Verdict {
    profile: string;
    rules: string;
    judged: string;
    cause: string;
    why: WhyLine[];
    before: OldVerdict[];
}
export interface PersonDays {
    person: string;
    name: string;
    number: string;
    opd: string;
    from: string;
    to: string;
    as_of: string;
    zone: string;
    days: PersonDay[];
}

// 150 is "1,5 %" in Indonesian, "1.5%" in English.
export function percentText(basisPoints: number, language: Language): string {
    const text = String(basisPoints / 100);
    return language === 'id' ? `${text.replace('.', ',')} %` : `${text}%`;
}

// "07:21:09" is "07.21"; of the next day "06.02 +1". Seconds stand in the why.
export function timeText(time: string | null): string {
    const parts = /^(\d\d):(\d\d)(?::\d\d)?([+-]\d+)?$/.exec(time ?? '');
    return parts ? `${parts[1]}.${parts[2]}${parts[3] ? ` ${parts[3]}` : ''}` : '–';
}

// What a day is in a word; each has its `day.*` text, its colour and its sign.
export type Word =
    | 'on_time' | 'late' | 'early' | 'late_early' | 'excused' | 'absent' | 'pending' | 'unknown'
    | 'off' | 'holiday' | 'joint_leave' | 'leave' | 'duty' | 'remote';
const CODES: Record<string, Word> = { TW: 'on_time', HD: 'excused', TK: 'absent', TH: 'pending', BD: 'unknown', OFF: 'off', LN: 'holiday', CBer: 'joint_leave' };

export function wordOf({ code, paper }: Pick<Verdict, 'code' | 'paper'>): Word {
    if (paper) return paper;
    const known = CODES[code];
    if (known) return known;
    const [late, early] = [code.includes('TL'), code.includes('PSW')];
    if (late || early) return late && early ? 'late_early' : late ? 'late' : 'early';
    return 'unknown';
}

export type Look = 'good' | 'care' | 'bad' | 'plain' | 'soft';
const LOOKS: Record<Word, Look> = {
    on_time: 'good', excused: 'good', duty: 'good', remote: 'good', late: 'care', early: 'care', late_early: 'care',
    absent: 'bad', pending: 'plain', unknown: 'plain', leave: 'plain', off: 'soft', holiday: 'soft', joint_leave: 'soft',
};
export const lookOf = (day: Pick<Verdict, 'code' | 'paper'>): Look => LOOKS[wordOf(day)];

// Minutes late and early of the day, as the recap adds them.
export const minutesOf = (day: Verdict): number => day.in.minutes + day.out.minutes;

export const isMonth = (text: string | null): text is string => /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '');
export const monthOf = (day: string): string => day.slice(0, 7);
export function monthBeside(month: string, months: number): string {
    const [year = 0, number = 1] = month.split('-').map(Number);
    return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}
export const lastDay = (month: string): string =>
    new Date(Date.parse(`${monthBeside(month, 1)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
// "November 2026"
export const monthText = (month: string, language: Language): string =>
    dateText(`${month}-01`, language)?.replace(/^1 /, '') ?? month;

// Weeks from Monday on; null before the first and behind the last day.
export function weeksOf(month: string): (string | null)[][] {
    const count = Number(lastDay(month).slice(8));
    const before = (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7;
    const cells: (string | null)[] = Array<string | null>(before).fill(null);
    for (let day = 1; day <= count; day++) cells.push(`${month}-${String(day).padStart(2, '0')}`);
    while (cells.length % 7) cells.push(null);
    return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
