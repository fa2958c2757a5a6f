import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind, Kinds, Paper } from './api/central.ts';
import { say } from './messages/index.ts';
import { daysText, emptyForm, faultsOf, isLongReason, waitedDays, waitsText, wishOf, type Form } from './papers.ts';

const kind = (effect: Kind['effect']): Kind => ({ code: 'X', effect, text_id: 'x', text_en: 'x', limit: '', confidence: 'read' });
const TERMS: Kinds = { items: [], today: '2026-11-24', open_from: '2026-11-01', close_day: 5, decide_days: 3 };
const form = (more: Partial<Form>): Form => ({ ...emptyForm(), first: '2026-11-24', last: '2026-11-24', why: 'sepuluh 10', ...more });
const faults = (more: Partial<Form>, effect: Kind['effect'] = 'leave') => faultsOf(form(more), kind(effect), TERMS).map(({ key }) => key);
const speech = { language: 'id' as const, say: (key: Parameters<typeof say>[1], values?: Record<string, string | number>) => say('id', key, values) };

test('days are judged as central does, at both edges', () => {
    assert.deepEqual(faults({}), []);
    assert.deepEqual(faults({ first: '2026-11-01' }), []);
    assert.deepEqual(faults({ first: '2026-10-31' }), ['fault.closed']);
    assert.deepEqual(faults({ last: '2026-11-23' }), ['fault.backwards']);
    assert.deepEqual(faults({ last: '2027-11-24' }), []);
    assert.deepEqual(faults({ first: '2026-11-25', last: '2027-11-25' }), ['fault.ahead']);
    assert.deepEqual(faults({ last: '2027-11-25' }), ['fault.long']);
    assert.deepEqual(faults({ first: '' }), ['fault.first']);
});

test('a correction is of one day that has begun, and names event and time', () => {
    assert.deepEqual(faults({ last: '', side: 'in', at: '07:30' }, 'correction'), []);
    assert.deepEqual(faults({ first: '2026-11-25', side: 'in', at: '07:30' }, 'correction'), ['fault.not_begun']);
    assert.deepEqual(faults({}, 'correction'), ['fault.side', 'fault.at']);
    assert.deepEqual(wishOf(form({ side: 'out', at: '16:05' }), kind('correction'), null), {
        code: 'X', first: '2026-11-24', last: '2026-11-24', from: null, to: null, side: 'out', at_s: 57_900, document: null, why: 'sepuluh 10',
    });
});

test('hours are of duty, the end after the start', () => {
    assert.deepEqual(faults({ hours: true, from: '08:00', to: '08:01' }, 'duty'), []);
    assert.deepEqual(faults({ hours: true, from: '08:00', to: '08:00' }, 'duty'), ['fault.hours']);
    assert.deepEqual(faults({ hours: true }, 'leave'), []);
    assert.equal(wishOf(form({ hours: true, from: '08:00', to: '12:00' }), kind('duty'), null).to, 720);
    assert.equal(wishOf(form({ hours: true, from: '08:00', to: '12:00' }), kind('leave'), null).to, null);
});

test('a reason has ten characters, whatever is around them', () => {
    assert.ok(isLongReason(' sepuluh é0 ') && !isLongReason('  sembilan9  '));
    assert.equal(wishOf(form({ why: ' satu\n  dua ' }), kind('leave'), null).why, 'satu dua');
});

test('a letter is PDF, JPEG or PNG of 5 MB at most', () => {
    const file = (bytes: number, type: string) => new File([new Uint8Array(bytes)], 'surat', { type });
    assert.deepEqual(faults({ file: file(5_000_000, 'application/pdf') }), []);
    assert.deepEqual(faults({ file: file(5_000_001, 'application/pdf') }), ['fault.document']);
    assert.deepEqual(faults({ file: file(1, 'text/html') }), ['fault.document']);
});

test('days, hours and events are said in words', () => {
    const facts = { first: '2026-12-01', last: '2026-12-02', from: 480, to: 1500, side: null, at_s: null, why: '' };
    assert.equal(
        daysText(facts, speech),
        'Selasa, 1 Desember 2026 sampai Rabu, 2 Desember 2026, pukul 08.00 sampai 01.00 esok harinya',
    );
    const event = { ...facts, last: '2026-12-01', from: null, to: null, side: 'in' as const, at_s: 27_000 };
    assert.equal(daysText(event, speech), 'Selasa, 1 Desember 2026, Masuk pukul 07.30');
});

test('who decides is said beforehand, with deputies and who comes next', () => {
    const paper = {
        deciders: [{ name: 'Budi', acting: 'Joko' }, { name: 'Ani', acting: null }],
        next: { name: 'Tono', acting: null, from: '2026-11-30' },
    } as Paper;
    assert.equal(waitsText(paper, speech), 'Menunggu Budi, diwakili Joko (pelaksana harian) atau Ani. Mulai 30 November 2026 juga Tono.');
    assert.equal(waitedDays('2026-11-22T02:00:00.000Z', '2026-11-24T01:59:00.000Z'), 1);
});
