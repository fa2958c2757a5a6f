import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitBefore } from './backoff.ts';
import { keyOf, type, type Key } from './entry.ts';
import { happening, idleOf, parseEvent, ready, STATES, type Result, type StateEvent } from './event.ts';
import { hasWords, say, WORDS } from './messages/index.ts';
import { faultScreen, problemOf, screenOf } from './screen.ts';
import { NOTES, SOUND_OF } from './sounds.ts';
import { spoken, spokenTime } from './spoken.ts';

const siti: Result = {
    name: 'Siti R.', number: '20417', office: 'Dinas PUPR', dir: 'in', at: '2026-11-24T00:21:09.101Z',
    record: '02-000418', of: 418, first_in: '2026-11-24T00:21:09.101Z', worked_min: null, code: null, detail: null,
};
const event = (change: Partial<StateEvent>): StateEvent => ({
    event: 'state', n: 57, state: 'siap', show_ms: null, kiosk: 'Kios 02', office: 'Dinas PUPR',
    province: 'PEMPROV BANTEN', demo: false, screen: { mm: 344, volume: 80, language: 'id' },
    time: { at: '2026-11-24T00:21:09.120Z', zone: 'Asia/Jakarta', state: 'anchored' },
    network: { connected: true, since: null }, queue: { waiting: 0, oldest: null }, contact: 'ext. 214', fingerprint: null,
    result: null, code: null, hint: null, pin: null, pin_open: false, admin: null, ...change,
});
const refused = (code: string, detail: string | null = null) =>
    event({ state: 'ditolak', result: { ...siti, name: null, record: null, of: null, code, detail } });

test('both languages have the same texts with the same places', () => {
    assert.deepEqual(Object.keys(WORDS.en).sort(), Object.keys(WORDS.id).sort());
    for (const [key, text] of Object.entries(WORDS.id)) {
        const places = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
        assert.deepEqual(places(WORDS.en[key as keyof typeof WORDS.en]), places(text), key);
    }
});

test('every code of the socket has words of its own', () => {
    const reviewed = [
        'LENCANA_BELUM_DIKENAL', 'KANTOR_LAIN', 'WAKTU_BELUM_TEPERCAYA', 'DAFTAR_LAMA', 'PIN_DIPAKAI',
        'KUNCI_BELUM_DIKENAL',
    ];
    const refusals = [
        'LENCANA_DICABUT', 'LENCANA_KEDALUWARSA', 'TANDA_TANGAN_SALAH', 'BUKAN_LENCANA', 'KODE_TERPAKAI',
        'JAM_PONSEL_SALAH',
    ];
    const faults = ['PENYIMPANAN', 'KAMERA', 'BELUM_TERDAFTAR', 'MENDAFTAR'];
    const wanted = [
        ...reviewed.map((code) => `${code}.what`),
        ...refusals.flatMap((code) => [`${code}.what`, `${code}.do`]),
        ...faults.flatMap((code) => ['title', 'what', 'means', 'do'].map((part) => `${code}.${part}`)),
    ];
    for (const key of wanted) assert.ok(hasWords(key), key);
});

test('a check-in names the person, the time and the local record', () => {
    const screen = screenOf(event({ state: 'masuk', result: siti }), 'id');
    assert.equal(screen.title, 'BERHASIL · MASUK');
    assert.equal(screen.time, '07.21 WIB');
    assert.deepEqual(screen.person, { name: 'Siti R.', number: 'No. presensi 20417', office: 'Dinas PUPR' });
    assert.equal(screen.record, '02-000418');
    assert.deepEqual([screen.tone, screen.icon, screen.choice], ['good', 'check', null]);
});

test('a check-out tells the time worked', () => {
    const result: Result = { ...siti, dir: 'out', worked_min: 524 };
    assert.equal(screenOf(event({ state: 'pulang', result }), 'id').lines[0], 'Hari ini 8 jam 44 menit');
    assert.equal(screenOf(event({ state: 'pulang', result }), 'en').lines[0], 'Today 8 h 44 min');
});

test('a direction can be chosen in the state arah only', () => {
    assert.equal(screenOf(event({ state: 'arah', result: siti }), 'id').choice, 418);
    assert.equal(screenOf(event({ state: 'sudah', result: siti }), 'id').choice, null);
});

test('a repeated scan tells of the record that already stands', () => {
    const line = (dir: Result['dir']) =>
        screenOf(event({ state: 'sudah', result: { ...siti, dir } }), 'id').lines[0];
    assert.equal(line('in'), 'Sudah tercatat MASUK pukul 07.21. Tidak perlu mengulang.');
    assert.equal(line('out'), 'Sudah tercatat PULANG pukul 07.21. Tidak perlu mengulang.');
    assert.equal(line('auto'), 'Sudah tercatat pukul 07.21. Tidak perlu mengulang.');
});

test('a marked record says why it will be reviewed', () => {
    const screen = screenOf(event({ state: 'periksa', result: { ...siti, code: 'KANTOR_LAIN' } }), 'id');
    assert.equal(screen.remark, 'Masuk · perlu diperiksa');
    assert.equal(screen.lines[0], 'Lencana Anda terdaftar di kantor lain.');
});

test('a badge that no roster names still has a heading', () => {
    const result: Result = { ...siti, name: null, number: null, code: 'LENCANA_BELUM_DIKENAL' };
    assert.equal(screenOf(event({ state: 'periksa', result }), 'id').person?.name, 'Lencana belum dikenal');
});

test('a refusal says why, since when, and whom to ask', () => {
    const screen = screenOf(refused('LENCANA_DICABUT', '2026-11-20'), 'id');
    assert.deepEqual(screen.lines, [
        'Lencana ini sudah dicabut pada 20 November 2026.',
        'Pakai lencana Anda yang terbaru.',
        'Hubungi petugas kepegawaian: ext. 214.',
    ]);
    assert.deepEqual([screen.person, screen.code], [null, 'LENCANA_DICABUT']);
    assert.equal(screenOf(refused('LENCANA_DICABUT'), 'id').lines[0], 'Lencana ini sudah dicabut.');
});

test('an unknown code still gets words', () => {
    assert.equal(screenOf(refused('KODE_BARU'), 'en').lines[0], 'This badge cannot be used at this kiosk.');
    assert.equal(faultScreen('GENTENG_BOCOR', null, 'id').title, 'KIOS TERGANGGU');
    assert.equal(faultScreen(null, null, 'id').lines.at(-1), 'Hubungi petugas kepegawaian.');
});

test('what is over leaves nothing of the person', () => {
    const after = ready(event({ state: 'masuk', show_ms: 2500, result: siti, hint: 'two' }));
    assert.deepEqual([after.state, after.result, after.code, after.show_ms], ['siap', null, null, null]);
});

test('only a new happening makes a sound', () => {
    const first = event({ state: 'masuk', result: siti });
    assert.equal(happening(first), happening({ ...first, n: 58, queue: { waiting: 1, oldest: null } }));
    const next: Result = { ...siti, of: 419, record: '02-000419' };
    assert.notEqual(happening(first), happening({ ...first, n: 58, result: next }));
});

test('what is no state event is left out', () => {
    const bad = ['', '{', 'null', '[]', '7', '{"event":"state","state":"joget"}', '{"event":"other","state":"siap"}'];
    for (const text of bad) assert.equal(parseEvent(text), null, text);
    assert.equal(parseEvent(JSON.stringify(event({})))?.state, 'siap');
});

test('every state has a sound or is silent on purpose, and each sound is under 0.4 s', () => {
    const silent = STATES.filter((state) => SOUND_OF[state] === null);
    assert.deepEqual(silent.filter((state) => !/^(pin|admin_)/.test(state)), ['siap', 'membaca']);
    for (const [name, notes] of Object.entries(NOTES)) {
        assert.ok(Math.max(...notes.map((note) => note.from + note.length)) < 0.4, name);
    }
});

test('waits grow up to three seconds, and are spread', () => {
    assert.equal(waitBefore(0, 0), 125);
    assert.equal(waitBefore(0, 1), 250);
    assert.equal(waitBefore(1, 1), 500);
    for (const attempt of [4, 10, 5_000]) assert.equal(waitBefore(attempt, 1), 3_000);
});

test('nothing on the screen is called sent before BKD has it', () => {
    assert.match(say('id', 'result.stored'), /akan dikirim/);
    for (const text of Object.values(WORDS.id)) assert.doesNotMatch(text, /terkirim/i);
});

const PIN = { length: 6, step: 2, problem: null, until: null, photo: true } as const;

test('a state that lacks what it is about is left out', () => {
    for (const state of ['pin_nomor', 'pin', 'admin_menu', 'admin_kamera'] as const) {
        assert.equal(parseEvent(JSON.stringify(event({ state }))), null, state);
    }
    assert.equal(parseEvent(JSON.stringify(event({ state: 'pin', pin: PIN })))?.state, 'pin');
    assert.equal(parseEvent(JSON.stringify(event({ state: 'admin_pin' })))?.state, 'admin_pin'); // before the badge
});

test('typing takes digits up to the length and gives them back', () => {
    const typed = (...keys: Key[]) => keys.reduce((digits, key) => type(digits, key, 5), '');
    assert.equal(typed('2', '0', '4', '1', '7', '9'), '20417');
    assert.equal(typed('2', '0', 'erase', '4', 'go', 'cancel'), '24');
    assert.equal(typed('erase'), '');
    for (const name of ['a', 'F1', '12', '', '٣', ' ']) assert.equal(keyOf(name), null, name);
    assert.deepEqual(['7', 'Backspace', 'Enter', 'Escape'].map(keyOf), ['7', 'erase', 'go', 'cancel']);
});

test('with the PIN open a refusal and a missing camera name it before the officer', () => {
    const lines = (change: Partial<StateEvent>) => screenOf(event(change), 'id').lines;
    const refusal = { ...refused('BUKAN_LENCANA'), pin_open: true };
    assert.equal(lines(refusal).at(-1), 'Gunakan PIN, atau hubungi petugas kepegawaian: ext. 214.');
    assert.match(lines({ state: 'gangguan', code: 'KAMERA', pin_open: true }).join(), /tetap dapat dicatat dengan PIN/);
    assert.doesNotMatch(lines({ state: 'gangguan', code: 'KAMERA' }).join(), /PIN/);
    assert.doesNotMatch(lines({ state: 'gangguan', code: 'PENYIMPANAN', pin_open: true }).join(), /PIN/);
});

test('a problem says when one may try again, on another day with its date', () => {
    const problem = (until: string | null) =>
        problemOf(event({ state: 'pin', pin: { ...PIN, problem: 'PAUSED', until } }), 'id')?.[1];
    assert.equal(problem('2026-11-24T00:36:00.000Z'), 'Coba lagi pukul 07.36.');
    assert.equal(problem('2026-11-24T17:06:00.000Z'), 'Coba lagi pukul 25 November 2026 00.06.');
    assert.equal(problem(null), 'Coba sekali lagi.');
    assert.equal(problemOf(event({ state: 'pin', pin: PIN }), 'id'), null);
});

test('times are said in words', () => {
    const said = (at: string) => spokenTime(Date.parse(`2026-11-24T${at}:00+07:00`), 'Asia/Jakarta', 'id');
    const rows = {
        '07:21': 'tujuh dua puluh satu', '07:00': 'tujuh tepat', '16:05': 'enam belas nol lima', '00:11': 'nol sebelas',
        '20:40': 'dua puluh empat puluh', '23:59': 'dua puluh tiga lima puluh sembilan',
    };
    for (const [at, words] of Object.entries(rows)) assert.equal(said(at), words);
});

test('what is said never names the person', () => {
    for (const state of STATES) {
        const told = event({ state, result: siti, pin: PIN });
        for (const language of ['id', 'en'] as const) {
            const words = spoken(told, screenOf(told, language), language) ?? '';
            assert.doesNotMatch(words, /Siti|20417/, state);
        }
    }
});

test('states that wait for a touch warn before they are over', () => {
    assert.deepEqual(idleOf('pin'), { whole_ms: 30_000, warn_ms: 10_000 });
    assert.deepEqual(idleOf('admin_menu'), { whole_ms: 120_000, warn_ms: 20_000 });
    assert.equal(idleOf('masuk'), null);
});
