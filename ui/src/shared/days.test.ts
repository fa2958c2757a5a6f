import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayWords } from './day_words.ts';
import { isMonth, lastDay, lookOf, monthBeside, monthText, percentText, timeText, weeksOf, wordOf } from './days.ts';

test('a month is laid out in weeks from Monday on', () => {
    const weeks = weeksOf('2026-11'); // begins on a Sunday, has 30 days
    assert.equal(weeks.length, 6);
    assert.deepEqual(weeks[0], [null, null, null, null, null, null, '2026-11-01']);
    assert.deepEqual(weeks.at(-1), ['2026-11-30', null, null, null, null, null, null]);
    assert.deepEqual(weeksOf('2027-02').flat().filter(Boolean).length, 28);
    assert.ok(weeksOf('2027-02').every((week) => week.length === 7));
});

test('months follow each other over the year', () => {
    assert.equal(monthBeside('2026-12', 1), '2027-01');
    assert.equal(monthBeside('2026-01', -1), '2025-12');
    assert.equal(lastDay('2028-02'), '2028-02-29');
    assert.equal(monthText('2026-11', 'id'), 'November 2026');
    assert.equal(monthText('2026-05', 'en'), 'May 2026');
    assert.deepEqual(['2026-11', '2026-13', '2026-1', null].map(isMonth), [true, false, false, false]);
});

test('each code has its word and its look', () => {
    const rows = [
        ['TW', null, 'on_time', 'good'], ['TL2', null, 'late', 'care'], ['PSW4', null, 'early', 'care'],
        ['TL1+PSW1', null, 'late_early', 'care'], ['TK', null, 'absent', 'bad'], ['TH', null, 'pending', 'plain'],
        ['BD', null, 'unknown', 'plain'], ['CT', 'leave', 'leave', 'plain'], ['DL', 'duty', 'duty', 'good'],
        ['WFH', 'remote', 'remote', 'good'], ['CBer', null, 'joint_leave', 'soft'], ['BARU', null, 'unknown', 'plain'],
    ] as const;
    for (const [code, paper, word, look] of rows) {
        assert.equal(wordOf({ code, paper }), word, code);
        assert.equal(lookOf({ code, paper }), look, code);
        assert.ok(`day.${word}` in dayWords.id);
    }
});

test('times and percent are written as each language does', () => {
    assert.equal(timeText('07:21:09'), '07.21');
    assert.equal(timeText('06:02:10+1'), '06.02 +1');
    assert.equal(timeText(null), '–');
    assert.equal(percentText(150, 'id'), '1,5 %');
    assert.equal(percentText(150, 'en'), '1.5%');
    assert.equal(percentText(300, 'id'), '3 %');
});

test('both languages say the same of days', () => {
    assert.deepEqual(Object.keys(dayWords.en), Object.keys(dayWords.id));
});
