import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitBefore } from './backoff.ts';
import { happening, parseEvent, ready, STATES, type Result, type StateEvent } from './event.ts';
import { hasWords, say, WORDS } from './messages/index.ts';
import { faultScreen, screenOf } from './screen.ts';
import { NOTES, SOUND_OF } from './sounds.ts';

const siti: Result = {
    name: 'Siti R.', number: '20417', office: 'Dinas PUPR', dir: 'in', at: '2026-11-24T00:21:09.101Z',
    record: '02-000418', of: 418, first_in: '2026-11-24T00:21:09.101Z', worked_min: null, code: null, detail: null,
};
const event = (change: Partial<StateEvent>): StateEvent => ({
    event: 'state', n: 57, state: 'siap', show_ms: null, kiosk: 'Kios 02', office: 'Dinas PUPR',
    province: 'PEMPROV BANTEN', demo: false, screen: { mm: 344, volume: 80, language: 'id' },
    time: { at: '2026-11-24T00:21:09.120Z', zone: 'Asia/Jakarta', state: 'anchored' },
    network: { connected: true, since: null }, queue: { waiting: 0, oldest: null }, contact: 'ext. 214', fingerprint: null,
    result: null, code: null, hint: null, ...change,
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
    const reviewed = ['LENCANA_BELUM_DIKENAL', 'KANTOR_LAIN', 'WAKTU_BELUM_TEPERCAYA', 'DAFTAR_LAMA'];
    const refusals = ['LENCANA_DICABUT', 'LENCANA_KEDALUWARSA', 'TANDA_TANGAN_SALAH', 'BUKAN_LENCANA'];
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
    assert.deepEqual(STATES.filter((state) => SOUND_OF[state] === null), ['siap', 'membaca']);
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
