import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, dayBeside, placeOf } from './address.ts';
import type { Arrival, Figures, Part, Terminal, Today } from './api/central.ts';
import {
    bySilence, csvOf, disputedOf, figuresOf, isSilent, minutesSince, peopleIn, peopleOf, pendingOf, unknownIn, waitingAt, ROLES,
} from './lists.ts';
import { hasWords, WORDS } from './messages/index.ts';

const NOW = Date.parse('2026-11-24T01:15:00.000Z');
const arrival = (change: Partial<Arrival>): Arrival => ({
    id: '1', person: 'a1', name: 'Siti R.', number: '20417', opd: 'Dinas PUPR', office: 'Kantor',
    at: '2026-11-24T00:21:09.101Z', zone: 'Asia/Jakarta', dir: 'in', marks: [], dev: 'd1', kiosk: 'Kios 02',
    inc: 1, seq: 418, received: '2026-11-24T00:22:00.000Z', code: '7K3M9QXATN04ZP5W', photo: null, drawn: false, review: null,
    earliest: '2026-11-24T00:21:09.000Z', latest: '2026-11-24T00:21:09.200Z', ...change,
});
const terminal = (change: Partial<Terminal>): Terminal => ({
    dev: 'd1', kiosk: 'Kios 01', opd: 'Dinas PUPR', office: 'Kantor', zone: 'Asia/Jakarta',
    last_contact: '2026-11-24T01:10:00.000Z', seq_central: 418, seq_terminal: 418, clock: 'anchored',
    certificate_until: '2027-02-20T00:00:00.000Z', state: 'confirmed', roster: 812, incarnations: [], branches: [], ...change,
});

test('both languages have the same texts with the same places', () => {
    assert.deepEqual(Object.keys(WORDS.en).sort(), Object.keys(WORDS.id).sort());
    for (const [key, text] of Object.entries(WORDS.id)) {
        const places = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
        assert.deepEqual(places(WORDS.en[key as keyof typeof WORDS.en]), places(text), key);
    }
});

test('what the API can say has words', () => {
    const codes = ['OFFLINE', 'NO_SESSION', 'NOT_ALLOWED', 'RATE', 'MALFORMED', 'NOT_FOUND', 'CONFLICT', 'OTHER'];
    const wanted = [
        ...codes.flatMap((code) => [`${code}.what`, `${code}.do`]),
        ...['anchored', 'ntp', 'rtc', 'unset'].map((state) => `clock.${state}`),
        ...['confirmed', 'unconfirmed', 'revoked', 'fork'].map((state) => `state.${state}`),
        ...['unknown', 'other_office', 'clock', 'roster_old', 'no_face', 'no_photo', 'unconfirmed', 'fork', 'unverified',
            'phone_twice', 'pin_wrong', 'phone_shared', 'phone_ended'].map((mark) => `mark.${mark}`),
        ...['person', ...ROLES].map((role) => `role.${role}`),
        ...['attendance', 'review', 'photo', 'account', 'audit'].map((kind) => `look.${kind}`),
        ...['invited', 'without_factor', 'active', 'ended'].map((state) => `account_state.${state}`),
    ];
    for (const key of wanted) assert.ok(hasWords(key), key);
});

test('a person with several records is one row', () => {
    const rows = peopleOf([
        arrival({ id: '3', at: '2026-11-24T09:05:00.000Z', dir: 'out', kiosk: 'Kios 03', marks: ['clock'] }),
        arrival({ id: '2', person: 'a2', at: '2026-11-24T00:10:00.000Z' }),
        arrival({ id: '1' }),
    ]);
    assert.deepEqual(rows.map(({ person, records }) => [person, records]), [['a2', 1], ['a1', 2]]);
    assert.deepEqual([rows[1]?.first, rows[1]?.last], ['2026-11-24T00:21:09.101Z', '2026-11-24T09:05:00.000Z']);
    assert.deepEqual([rows[1]?.kiosks, rows[1]?.marks], [['Kios 02', 'Kios 03'], ['clock']]);
});

test('each list holds what its figure counts', () => {
    const rows = [arrival({}), arrival({ person: 'a2', marks: ['clock'] }), arrival({ person: null, marks: ['unknown'] })];
    assert.equal(peopleIn('arrived', rows).length, 2);
    assert.deepEqual(peopleIn('marked', rows).map(({ person }) => person), ['a2']);
    assert.equal(unknownIn(rows).length, 1);
});

test('a kiosk is silent after thirty minutes, never when revoked', () => {
    assert.equal(isSilent(terminal({ last_contact: '2026-11-24T00:45:00.000Z' }), NOW), false);
    assert.equal(isSilent(terminal({ last_contact: '2026-11-24T00:44:59.999Z' }), NOW), true);
    assert.equal(isSilent(terminal({ last_contact: null }), NOW), true);
    assert.equal(isSilent(terminal({ last_contact: null, state: 'revoked' }), NOW), false);
});

test('silent kiosks stand first, the longest silence on top, revoked ones last', () => {
    const rows = bySilence(
        [
            terminal({ dev: 'revoked', state: 'revoked', last_contact: null }),
            terminal({ dev: 'well' }),
            terminal({ dev: 'hour', last_contact: '2026-11-24T00:15:00.000Z' }),
            terminal({ dev: 'never', last_contact: null }),
        ],
        NOW,
    );
    assert.deepEqual(rows.map(({ dev }) => dev), ['never', 'hour', 'well', 'revoked']);
});

test('what a kiosk still holds is told, unless it has not said', () => {
    assert.equal(waitingAt(terminal({ seq_terminal: 421 })), 3);
    assert.equal(waitingAt(terminal({ seq_terminal: 400 })), 0);
    assert.equal(waitingAt(terminal({ seq_terminal: null })), null);
    assert.equal(minutesSince('2026-11-24T01:10:01.000Z', NOW), 4);
    assert.equal(minutesSince('2026-11-24T02:00:00.000Z', NOW), 0);
});

test('an address leads back to its place', () => {
    const none = { day: null, opd: null, which: 'arrived', part: null, person: null, month: null, queue: null, number: null, figure: null } as const;
    for (const place of [
        { ...none, screen: 'kehadiran', day: '2026-11-24', opd: 'Dinas PUPR & Tata Ruang', which: 'marked' },
        { ...none, screen: 'penilaian', day: '2026-11-24', opd: 'BKD', part: 'unknown' },
        { ...none, screen: 'pegawai', person: '00000000000000a1', month: '2026-11' },
        { ...none, screen: 'rekap', opd: 'BKD', month: '2026-11', figure: 'TK' },
    ] as const) {
        assert.deepEqual(placeOf(addressOf(place)), place);
    }
    assert.deepEqual(placeOf(''), { ...none, screen: 'hari-ini' });
    assert.deepEqual(placeOf('#/kios?hari=besok'), { ...none, screen: 'kios' });
    assert.deepEqual(placeOf('#/pegawai?orang=../x&bulan=2026-13&bagian=semua'), { ...none, screen: 'pegawai' });
    assert.equal(dayBeside('2026-03-01', -1), '2026-02-28');
});

test('what waits for a second officer is listed, what is settled is not', () => {
    const incarnation = (inc: number, state: 'confirmed' | 'unconfirmed' | 'revoked') => ({
        inc, state, ledger_pub: '00', fingerprint: 'F', opened: '', prev_inc: null, prev_seq: null,
    });
    const incarnations = [incarnation(1, 'confirmed'), incarnation(2, 'unconfirmed'), incarnation(3, 'revoked')];
    const rows = pendingOf([terminal({ incarnations }), terminal({ incarnations, state: 'revoked' })]);
    assert.deepEqual(rows.map(({ incarnation: { inc } }) => inc), [2]);
    const branch = (number: number, revoked: boolean) => ({ inc: 1, branch: number, from: 4, revoked });
    assert.equal(disputedOf([terminal({ branches: [branch(0, false), branch(1, false)] })]).length, 2);
    assert.equal(disputedOf([terminal({ branches: [branch(0, false), branch(1, true)] })]).length, 0);
    assert.equal(disputedOf([terminal({ branches: [branch(0, true), branch(1, false), branch(2, false)] })]).length, 2);
});

const figures = (people: number, absent: number): Figures => ({
    people, arrived: 0, marked: 0, unknown: 0,
    parts: { people, on_time: people - absent, late: 0, duty: 0, leave: 0, absent, pending: 0, unknown: 0, free: 0 },
});
const NAMES = { opd: 'OPD', people: 'Pegawai', total: 'Jumlah', part: (part: Part) => part };

test('the file of Hari ini has the numbers of its table', () => {
    const rows = [{ opd: 'Dinas A, B', ...figures(1200, 3) }, { opd: '=HYPERLINK("x")', ...figures(2, 0) }];
    assert.deepEqual(csvOf(rows, figures(1202, 3), NAMES).split('\r\n'), [
        'OPD,Pegawai,on_time,late,duty,leave,absent,pending,unknown,free',
        '"Dinas A, B",1200,1197,0,0,0,3,0,0,0',
        '"\'=HYPERLINK(""x"")",2,2,0,0,0,0,0,0,0',
        'Jumlah,1202,1199,0,0,0,3,0,0,0',
        '',
    ]);
});

test('the figures of one OPD are its row', () => {
    const opds = [{ opd: 'BKD', ...figures(5, 1) }, { opd: 'Dinkes', ...figures(7, 0) }];
    const today = { opds, totals: figures(12, 1) } as Today;
    assert.equal(figuresOf(today, null).totals.people, 12);
    assert.deepEqual(figuresOf(today, 'BKD').rows, [opds[0]]);
    assert.equal(figuresOf(today, 'BKD').totals.parts.absent, 1);
    assert.equal(figuresOf(today, 'tidak ada').totals.parts.people, 0);
});
