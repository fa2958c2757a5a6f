// An invented recap as central counts it: of the people of the fake, by the days of an invented month.
import type { Cut, Figures, PersonRecap, PersonRow, Recap, RecapDay, Sums } from '../../ui/src/bkd/api/recaps';
import { onTime } from './month';
import type { Person } from './fake_central';

const CODES: [string, string, string][] = [
    ['HK', 'hari kerja', 'working days'], ['HD', 'hadir', 'present'], ['TW', 'tepat waktu', 'on time'],
    ...['TL', 'PSW'].flatMap((side) => [1, 2, 3, 4].map((level): [string, string, string] => [
        `${side}${level}`, `${side === 'TL' ? 'terlambat' : 'pulang sebelum waktunya'} jenjang ${level}`, `${side === 'TL' ? 'late' : 'left early'}, band ${level}`,
    ])),
    ['HT', 'hadir terlambat (hari)', 'present, late (days)'], ['PC', 'hadir, pulang cepat (hari)', 'present, left early (days)'],
    ['KJK', 'kekurangan jam kerja (menit)', 'missing working time (minutes)'], ['TK', 'tanpa keterangan', 'absent without a reason'],
    ['TH', 'tidak hadir, belum ada putusan', 'not present, not decided yet'], ['BD', 'belum diketahui', 'not yet known'],
    ['TJ', 'belum diketahui apakah hari kerja; di luar HK', 'not known whether it is worked; not in HK'],
    ['CT', 'cuti tahunan', 'annual leave'], ['CB', 'cuti besar', 'long leave'], ['CS', 'cuti sakit', 'sick leave'],
    ['CM', 'cuti melahirkan', 'maternity leave'], ['CAP', 'cuti karena alasan penting', 'leave for an important reason'],
    ['CLTN', 'cuti di luar tanggungan negara', 'leave outside state responsibility'], ['DL', 'dinas luar', 'duty outside the office'],
    ['PD', 'perjalanan dinas', 'official travel'], ['TB', 'tugas belajar', 'study assignment'], ['DK', 'diklat atau pelatihan', 'training'],
    ['KN', 'konsinyasi', 'working meeting outside the office'], ['WFH', 'bekerja dari rumah', 'work from home'],
    ['WFA', 'bekerja dari mana saja', 'work from anywhere'],
];
const PRESENT = new Set(['TW', 'TL1', 'TL2', 'PSW1']);
const GROUP_NONE = { late: 0, early: 0, absent: 0, leave: 0, sanction: 0, cap: 0 };

// Of the n-th of them: mostly on time, with one of each kind spread over the people.
function codeOf(n: number, date: number): string {
    const turn = (n * 7 + date * 3) % 97;
    return ({ 0: 'TL1', 1: 'TL2', 2: 'PSW1', 3: 'TK', 4: 'DL', 5: 'CT', 6: 'WFH', 7: 'CS' } as Record<number, string>)[turn] ?? 'TW';
}
const MINUTES: Record<string, number> = { TL1: 12, TL2: 41, PSW1: 10 };
const CUTS: Record<string, [number, 'late' | 'early' | 'absent']> = { TL1: [50, 'late'], TL2: [100, 'late'], PSW1: [50, 'early'], TK: [300, 'absent'] };

function figuresOf(code: string): Figures {
    const figures: Figures = { HK: 1, [code]: 1 };
    if (PRESENT.has(code)) figures['HD'] = 1;
    if (code.startsWith('TL')) figures['HT'] = 1;
    if (code.startsWith('PSW')) figures['PC'] = 1;
    if (MINUTES[code]) figures['KJK'] = MINUTES[code];
    return figures;
}
const add = (into: Figures, more: Figures) => {
    for (const { 0: code } of CODES) into[code] = (into[code] ?? 0) + (more[code] ?? 0);
    return into;
};

function daysOf(person: Person, n: number, month: string): RecapDay[] {
    return Array.from({ length: 24 }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`)
        .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
        .map((day) => {
            const last = day.endsWith('24') && person.opd === 'Dinas Perhubungan';
            const code = last ? 'BD' : codeOf(n, Number(day.slice(8)));
            const { in: came, out: left } = onTime(day);
            const [late, early] = [code.startsWith('TL') ? MINUTES[code]! : 0, code.startsWith('PSW') ? MINUTES[code]! : 0];
            return { day, opd: person.opd, kind: 'work' as const, code, in: came.time, out: last ? null : left.time, late, early, basis_points: CUTS[code]?.[0] ?? 0, figures: figuresOf(code) };
        });
}

function cutOf(days: RecapDay[]): Cut {
    const cut: Cut = { basis_points: 0, ...GROUP_NONE, parts: [] };
    for (const { day, code, late, early } of days) {
        const [basis_points, group] = CUTS[code] ?? [0, 'late'];
        if (!basis_points) continue;
        cut.basis_points += basis_points;
        cut[group] += basis_points;
        const kind = group === 'absent' ? 'absent_day' : group;
        cut.parts.push({ kind, group, rule: `deductions/KEMENDAGRI-900-4700-2020/${code}@2020-01-01`, minutes: late + early, basis_points, days: [day] });
    }
    return cut;
}

function rowOf(person: Person, days: RecapDay[]): PersonRow {
    const { person: id, name, number } = person;
    const figures = days.reduce((sum, day) => add(sum, day.figures), add({}, {}));
    return { person: id, name, number, title: 'Pranata Komputer', moved: false, figures, cut: cutOf(days) };
}

function sumsOf(rows: PersonRow[]): Sums {
    const cut = { basis_points: 0, ...GROUP_NONE };
    for (const row of rows) for (const key of Object.keys(cut) as (keyof typeof cut)[]) cut[key] += row.cut?.[key] ?? 0;
    const mean_basis_points = rows.length ? Math.floor(cut.basis_points / rows.length) : 0;
    return { people: rows.length, cut_people: rows.length, mean_basis_points, figures: rows.reduce((sum, row) => add(sum, row.figures), add({}, {})), cut };
}

const factsOf = (month: string, sums: Pick<Sums, 'figures'>) => ({
    month, provisional: true, unknown: sums.figures['BD'] ?? 0, until: `${month}-24`, as_of: '2026-11-24T01:15:00.000Z', zone: 'Asia/Jakarta',
    rules: 'ab'.repeat(32), columns: CODES.map(([code, id, en]) => ({ code, id, en })),
});
const rowsFor = (people: Person[], month: string) =>
    people.map((person, n) => ({ opd: person.opd, row: rowOf(person, daysOf(person, n, month)) }));

export function recapOf(people: Person[], month: string, opd: string | null): Recap {
    const all = month === '2026-11' ? rowsFor(people, month) : [];
    if (opd !== null) {
        const rows = all.filter((one) => one.opd === opd).map(({ row }) => row).sort((a, b) => a.name.localeCompare(b.name));
        const totals = sumsOf(rows);
        return { by: 'person', opd, ...factsOf(month, totals), rows, totals };
    }
    const opds = [...new Set(all.map((one) => one.opd))].sort();
    const totals = sumsOf(all.map(({ row }) => row));
    const rows = opds.map((name) => ({ opd: name, ...sumsOf(all.filter((one) => one.opd === name).map(({ row }) => row)) }));
    return { by: 'opd', opd: null, ...factsOf(month, totals), rows, totals };
}

export function personRecapOf(people: Person[], id: string, month: string): PersonRecap | null {
    const n = people.findIndex(({ person }) => person === id);
    const person = people[n];
    if (!person) return null;
    const days = daysOf(person, n, month);
    const row = rowOf(person, days);
    return { by: 'day', opd: person.opd, ...factsOf(month, row), ...row, days };
}
