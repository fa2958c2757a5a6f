import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockSeconds, clockTime, dateText, dayOf, hoursAndMinutes, longDate, sinceText, zoneName } from './time.ts';
import { count, fill } from './words.ts';

const AT = Date.parse('2026-11-24T00:21:09.120Z');

test('clock times are in the workplace’s zone, with dots', () => {
    const rows = [
        ['Asia/Jakarta', '07.21', 'WIB'],
        ['Asia/Pontianak', '07.21', 'WIB'],
        ['Asia/Makassar', '08.21', 'WITA'],
        ['Asia/Jayapura', '09.21', 'WIT'],
        ['Mars/Olympus', '00.21', 'UTC'],
    ] as const;
    for (const [zone, time, name] of rows) {
        assert.equal(clockTime(AT, zone), time);
        assert.equal(zoneName(zone), name);
    }
    assert.equal(clockSeconds(AT, 'Asia/Jakarta'), '07.21.09');
});

test('a day begins at local midnight', () => {
    assert.equal(dayOf(Date.parse('2026-11-23T16:59:59Z'), 'Asia/Jakarta'), '2026-11-23');
    assert.equal(dayOf(Date.parse('2026-11-23T17:00:00Z'), 'Asia/Jakarta'), '2026-11-24');
    assert.equal(dayOf(Date.parse('2026-11-23T16:59:59Z'), 'Asia/Makassar'), '2026-11-24');
});

test('dates are written out in both languages', () => {
    assert.equal(longDate('2026-11-24', 'id'), 'Selasa, 24 November 2026');
    assert.equal(longDate('2026-08-07', 'id'), 'Jumat, 7 Agustus 2026');
    assert.equal(longDate('2026-11-24', 'en'), 'Tuesday, 24 November 2026');
    assert.equal(dateText('2026-05-02', 'en'), '2 May 2026');
});

test('what is no day gives no date', () => {
    for (const bad of ['', '2026-13-01', '24-11-2026', '2026-11-24T00:00', 'hari ini']) {
        assert.equal(dateText(bad, 'id'), null, bad);
        assert.equal(longDate(bad, 'id'), null, bad);
    }
});

test('a time of another day carries its date', () => {
    assert.equal(sinceText(AT - 31 * 60_000, AT, 'Asia/Jakarta', 'id'), '06.50');
    assert.equal(sinceText(AT - 24 * 3_600_000, AT, 'Asia/Jakarta', 'id'), '23 November 2026 07.21');
});

test('minutes are told as hours and minutes', () => {
    assert.deepEqual(hoursAndMinutes(524), { hours: 8, minutes: 44 });
    assert.deepEqual(hoursAndMinutes(59), { hours: 0, minutes: 59 });
});

test('counts are grouped as the language does', () => {
    assert.equal(count(1182, 'id'), '1.182');
    assert.equal(count(1234567, 'en'), '1,234,567');
    assert.equal(count(999, 'id'), '999');
});

test('a place without a value stays visible', () => {
    assert.equal(fill('sejak {time}', { time: '06.50' }), 'sejak 06.50');
    assert.equal(fill('sejak {time}', {}), 'sejak {time}');
});
