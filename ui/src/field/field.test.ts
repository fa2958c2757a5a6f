import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { base45, codeMessage, codeText, fromHex, msLeft, registrationMessage, stepAt, toBase64url, toHex } from './code.ts';
import { hasWords, WORDS } from './messages/index.ts';
import { historyAddress, placeOf } from './place.ts';
import { isCode, isEasyPin, isLongEnough, isPin } from './wish.ts';

const vectors = (name: string) => JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}.json`, import.meta.url), 'utf8'));
// The frame of a private Ed25519 key in PKCS #8, before its seed.
const PKCS8 = '302e020100300506032b657004220420';

test('a code is what central and terminals read', async () => {
    const { seed, pub, good, registration } = vectors('phone');
    const key = await crypto.subtle.importKey('pkcs8', fromHex(PKCS8 + seed), 'Ed25519', false, ['sign']);
    const sign = async (message: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, message));
    for (const row of good) {
        assert.equal(codeText(row.phone, row.step, await sign(codeMessage(row.phone, row.step))), row.text);
    }
    assert.equal(toHex(registrationMessage(registration.person, pub)), registration.message);
    assert.equal(toBase64url(await sign(registrationMessage(registration.person, pub))), registration.proof);
});

test('base45 is RFC 9285’s', () => {
    for (const { hex, text } of vectors('base45').good) assert.equal(base45(fromHex(hex)), text);
});

test('a step is ten seconds, and says when it ends', () => {
    for (const { at, own } of vectors('phone').steps) assert.equal(stepAt(Date.parse(at)), own);
    assert.equal(msLeft(20_000), 10_000);
    assert.equal(msLeft(29_999), 1);
});

test('PINs, passphrases and codes are judged as central does', () => {
    const { easy, good, bad } = vectors('easy_pin');
    for (const pin of easy) assert.ok(isPin(pin) && isEasyPin(pin), pin);
    for (const pin of good) assert.ok(isPin(pin) && !isEasyPin(pin), pin);
    for (const pin of bad) assert.ok(!isPin(pin), pin);
    assert.ok(isLongEnough('lima belas éééé') && !isLongEnough('empat belas éé'));
    assert.ok(isCode('7k3m-9qxa tn04') && !isCode('7K3M9QXATN0') && !isCode('7K3M9QXATN04X'));
});

test('both languages have the same texts with the same places', () => {
    assert.deepEqual(Object.keys(WORDS.en).sort(), Object.keys(WORDS.id).sort());
    for (const [key, text] of Object.entries(WORDS.id)) {
        const places = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
        assert.deepEqual(places(WORDS.en[key as keyof typeof WORDS.en]), places(text), key);
    }
});

test('what central can say has words', () => {
    for (const code of ['OFFLINE', 'NO_SESSION', 'RATE', 'MALFORMED', 'CONFLICT', 'NOT_ALLOWED', 'OTHER']) {
        assert.ok(hasWords(`${code}.what`) && hasWords(`${code}.do`), code);
    }
    for (const state of ['pending', 'waiting', 'valid', 'ended']) assert.ok(hasWords(`state.${state}`), state);
});

test('the address names the page', () => {
    const none = { month: null, day: null };
    assert.deepEqual(placeOf(historyAddress('2026-11')), { ...none, screen: 'riwayat', month: '2026-11' });
    assert.deepEqual(placeOf(historyAddress(null)), { ...none, screen: 'riwayat' });
    assert.deepEqual(placeOf('#/riwayat?bulan=besok'), { ...none, screen: 'riwayat' });
    assert.deepEqual(placeOf('#/pengajuan?hari=2026-11-24'), { ...none, screen: 'pengajuan', day: '2026-11-24' });
    assert.deepEqual(placeOf('#/pengajuan?hari=besok'), { ...none, screen: 'pengajuan' });
    assert.deepEqual(placeOf('#/persetujuan'), { ...none, screen: 'persetujuan' });
    assert.deepEqual(placeOf(''), { ...none, screen: 'kode' });
});
