// The screen and its filters are in the address, so that a list can be bookmarked: #/kehadiran?opd=Dinas+PUPR
import { CASE_TABS, type CaseTab } from '../shared/cases.ts';
import { isMonth } from '../shared/days.ts';
import { PARTS, type Part } from './api/central.ts';
import type { Which } from './lists.ts';

export interface Place {
    screen: (typeof SCREENS)[number];
    day: string | null;
    opd: string | null;
    which: Which; // of the list of arrivals
    part: Part | null; // of the list of verdicts
    person: string | null;
    month: string | null;
    queue: CaseTab | 'late' | null; // of cases
    number: string | null; // of one case
    figure: string | null; // of the recap, whose list is open
}
const SCREENS = [
    'hari-ini', 'kehadiran', 'penilaian', 'pegawai', 'rekap', 'periksa', 'kios', 'gangguan', 'akun', 'akun-saya', 'disiplin', 'kasus', 'etik', 'kasus-etik',
] as const;

export function placeOf(hash: string): Place {
    const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
    const values = new URLSearchParams(query);
    const which = values.get('daftar');
    const day = values.get('hari');
    const month = values.get('bulan');
    const person = values.get('orang');
    return {
        screen: SCREENS.find((screen) => screen === path) ?? 'hari-ini',
        day: day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null,
        opd: values.get('opd'),
        which: which === 'marked' || which === 'unknown' ? which : 'arrived',
        part: PARTS.find((part) => part === values.get('bagian')) ?? null,
        person: person && /^[0-9a-f]{16}$/.test(person) ? person : null,
        month: isMonth(month) ? month : null,
        queue: [...CASE_TABS, 'late' as const].find((tab) => tab === values.get('antrean')) ?? null,
        number: /^[DE]-\d{4}-\d{4,6}$/.exec(values.get('nomor') ?? '')?.[0] ?? null,
        figure: values.get('angka'),
    };
}

export function addressOf(place: Partial<Place> & Pick<Place, 'screen'>): string {
    const { screen, day, opd, which, part, person, month, queue, number, figure } = place;
    const values = new URLSearchParams();
    if (day) values.set('hari', day);
    if (opd) values.set('opd', opd);
    if (screen === 'kehadiran' && which) values.set('daftar', which);
    if (part) values.set('bagian', part);
    if (person) values.set('orang', person);
    if (month) values.set('bulan', month);
    if (queue) values.set('antrean', queue);
    if (number) values.set('nomor', number);
    if (figure) values.set('angka', figure);
    const query = String(values);
    return `#/${screen}${query && `?${query}`}`;
}

export function dayBeside(day: string, days: number): string {
    return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
