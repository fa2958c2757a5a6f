// An invented month as central judges it: each kind of day once, with sentences of config/rules/sentences.csv.
import type { DayKind, OldVerdict, PersonDay, PersonDays, SideVerdict, Verdict, WhyLine } from '../../ui/src/shared/days';

const NONE: SideVerdict = { finding: 'none', time: null, minutes: 0, missing: 0, level: 0, basis_points: 0, record: null };
const BASE: Verdict = {
    day: '2026-11-24', opd: 'Dinas PUPR', kind: 'work', code: 'TW', paper: null, basis_points: 0, in: NONE, out: NONE, marks: [],
};

const line = (key: string, id: string, en: string, change: Partial<WhyLine> = {}): WhyLine => ({
    key, id, en, rule: null, records: [], papers: [], ...change,
});
const rule = (id: string, source: string, unverified = false) => ({
    id, source, confidence: unverified ? 'memory' : 'read', unverified,
});
const record = (day: string, time: string, id: string) => ({
    id, at: new Date(Date.parse(`${day}T${time}+07:00`)).toISOString(), zone: 'Asia/Jakarta', kiosk: 'Kios 02', code: '7K3M9QXATN04ZP5W',
});

const SCHEDULE = line(
    'schedule', 'Jam kerja Anda pada tanggal ini 07.30 sampai 16.00 (jadwal BTN-REG).',
    'Your working hours on this day: 07.30 to 16.00 (schedule BTN-REG).',
    { rule: rule('schedules/BTN-5/BTN-REG/1-4@2019-01-01', 'Banten Raya 2025; D5') },
);
const came = (day: string, time: string) =>
    line('on_time', `Anda presensi masuk pukul ${time.replaceAll(':', '.')}; jam masuk 07.30. Tepat waktu.`,
        `You checked in at ${time.replaceAll(':', '.')}; work starts at 07.30. On time.`, { records: [record(day, time, '418')] });
const left = (day: string, time: string) =>
    line('on_time_out', `Anda presensi pulang pukul ${time.replaceAll(':', '.')}; jam pulang 16.00. Tidak pulang sebelum waktunya.`,
        `You checked out at ${time.replaceAll(':', '.')}; work ends at 16.00. You did not leave early.`, { records: [record(day, time, '431')] });
const cut = (percentId: string, percentEn: string, label: string) =>
    line('deduction', `Tunjangan sebulan dipotong ${percentId} untuk ${label}, menurut aturan KEMENDAGRI-900-4700-2020.`,
        `${percentEn} of a month's allowance is taken off for ${label}, by the rules of KEMENDAGRI-900-4700-2020.`,
        { rule: rule(`deductions/KEMENDAGRI-900-4700-2020/${label}@2020-01-01`, 'Kepmendagri 900-4700/2020', true) });
const ABSENT = line('absent',
    'Tidak ada presensi dan tidak ada surat untuk hari kerja ini: tanpa keterangan (TK). Bila Anda bekerja atau punya surat, ajukan sekarang.',
    'This working day has no check-in and no paper: absent without a reason (TK). If you worked or have a paper, hand it in now.');
const LATE = (day: string) => line('late',
    'Anda presensi masuk pukul 07.42.10; jam masuk 07.30. Terlambat 12 menit; dalam rekap TL1.',
    'You checked in at 07.42.10; work starts at 07.30. Late by 12 min; TL1 in the recap.',
    { rule: rule('day_bands/TL1@2016-01-01', 'recap programs'), records: [record(day, '07:42:10', '502')] });

const side = (finding: SideVerdict['finding'], time: string | null, change: Partial<SideVerdict> = {}): SideVerdict => ({
    ...NONE, finding, time, record: time ? '418' : null, ...change,
});

function dayOf(day: string, change: Partial<PersonDay>): PersonDay {
    const judged = `${day}T12:00:00.000Z`;
    return { ...BASE, day, profile: 'KEMENDAGRI-900-4700-2020', rules: 'ab'.repeat(32), judged, cause: 'day', why: [SCHEDULE], before: [], ...change };
}
const free = (day: string, kind: DayKind, code: string, why: WhyLine) => dayOf(day, { kind, code, why: [why] });
const OFF = line('off', 'Bukan hari kerja menurut jadwal Anda.', 'Not a working day in your schedule.');

// What most days are.
export const onTime = (day: string): PersonDay =>
    dayOf(day, {
        in: side('on_time', '07:21:09'), out: side('on_time', '16:03:12'),
        why: [SCHEDULE, came(day, '07:21:09'), left(day, '16:03:12')],
    });

const wasAbsent = (day: string): OldVerdict => ({
    code: 'TK', basis_points: 300, judged: `${day}T12:00:00.000Z`, replaced: '2026-11-10T02:14:00.000Z', cause: 'records', why: [SCHEDULE, ABSENT],
});

const SPECIAL: Record<string, (day: string) => PersonDay> = {
    '2026-11-04': (day) => dayOf(day, {
        code: 'TL1', basis_points: 50, in: side('late', '07:42:10', { minutes: 12, missing: 12, level: 1, basis_points: 50 }),
        out: side('on_time', '16:03:12'), why: [SCHEDULE, LATE(day), left(day, '16:03:12'), cut('0,5 %', '0.5%', 'TL1')],
    }),
    '2026-11-06': (day) => dayOf(day, {
        code: 'TL2+PSW1', basis_points: 150, in: side('late', '08:05:00', { minutes: 35, missing: 35, level: 2, basis_points: 100 }),
        out: side('early', '16:20:00', { minutes: 10, missing: 10, level: 1, basis_points: 50 }),
    }),
    '2026-11-09': (day) => ({ ...onTime(day), cause: 'records', before: [wasAbsent(day)] }),
    '2026-11-10': (day) => dayOf(day, { code: 'TK', basis_points: 300, why: [SCHEDULE, ABSENT, cut('3 %', '3%', 'TK')] }),
    '2026-11-12': (day) => dayOf(day, {
        code: 'CT', paper: 'leave',
        why: [SCHEDULE, line('leave', 'Anda cuti tahunan dari 12 November 2026 sampai 13 November 2026, sudah disetujui.',
            'You are on annual leave from 12 November 2026 to 13 November 2026, approved.', { papers: ['77'] })],
    }),
    '2026-11-17': (day) => dayOf(day, { code: 'DL', paper: 'duty' }),
    '2026-11-18': (day) => dayOf(day, { code: 'TH' }),
    '2026-11-19': (day) => dayOf(day, { ...onTime(day), marks: ['LUAR_JENDELA'] }),
    '2026-11-20': (day) => free(day, 'holiday', 'LN', line('holiday', 'Hari libur: Hari Jadi Provinsi.', 'Holiday: Hari Jadi Provinsi.')),
    '2026-11-24': (day) => dayOf(day, {
        code: 'BD', in: side('on_time', '07:21:09'), out: side('unknown', null),
        why: [SCHEDULE, came(day, '07:21:09'), line('unknown_terminals',
            'Belum diketahui: Kios 04, Kantor Induk belum melaporkan catatannya sampai pukul 18.00. Tidak ada potongan sebelum itu.',
            'Not yet known: Kios 04, Kantor Induk has not reported its records up to 18.00. Nothing is deducted before that.')],
    }),
};

// Of November 2026 up to the 24th; nothing of other months.
export function monthOf(person: { person: string; name: string; number: string; opd: string }, from: string, to: string): PersonDays {
    const days = Array.from({ length: 24 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`)
        .filter((day) => day >= from && day <= to)
        .map((day) => SPECIAL[day]?.(day) ?? ([0, 6].includes(new Date(day).getUTCDay()) ? free(day, 'off', 'OFF', OFF) : onTime(day)));
    const { name, number, opd } = person;
    return { person: person.person, name, number, opd, from, to, as_of: '2026-11-24T01:15:00.000Z', zone: 'Asia/Jakarta', days };
}
