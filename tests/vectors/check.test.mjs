// Reads every vector file and derives it again from its inputs: `node --test tests/vectors/`.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ed from './ed25519.mjs';
import * as f from './formats.mjs';
import * as l from './log.mjs';
import * as box from './box.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const read = (name) => JSON.parse(readFileSync(join(folder, name + '.json'), 'utf8'));
const { hex, unhex } = f;
const recipe = ({ before, fill, times, after }) => Buffer.from(before + fill.repeat(times) + after);
const bytesOf = (row) => (row.recipe ? recipe(row.recipe) : row.hex !== undefined ? unhex(row.hex) : Buffer.from(row.text));
const refuses = (row, reader) => assert.throws(reader, undefined, `accepted: ${row.reason ?? JSON.stringify(row)}`);
const file = (kind) => `hadir-${kind}-1`;

test('the committed files are what make.mjs writes', () => {
  const made = mkdtempSync(join(tmpdir(), 'hadir-vectors-'));
  try {
    execFileSync(process.execPath, [join(folder, 'make.mjs'), made]);
    const names = readdirSync(made).sort();
    assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'package.json').sort(), names);
    for (const name of names) assert.ok(readFileSync(join(made, name)).equals(readFileSync(join(folder, name))), name);
  } finally {
    rmSync(made, { recursive: true });
  }
});

test('base45', () => {
  const { good, bad } = read('base45');
  for (const row of good) {
    assert.equal(hex(f.readBase45(row.text)), row.hex);
    assert.equal(f.base45(unhex(row.hex)), row.text);
  }
  assert.ok(good.some(({ text }) => text === 'QED8WEX0'));
  for (const row of bad) refuses(row, () => f.readBase45(row.bad));
});

test('crockford', () => {
  const { good, read: lax, bad } = read('crockford');
  for (const row of good) assert.equal(f.crockford(unhex(row.hex)), row.text);
  for (const row of [...good, ...lax]) assert.equal(hex(f.readCrockford(row.text, row.size)), row.hex);
  for (const row of bad) refuses(row, () => f.readCrockford(row.bad, row.size));
});

test('base64url and base64', () => {
  const rows = read('base64url');
  for (const row of rows.good) assert.equal(hex(f.readBase64url(row.text, row.size)), row.hex);
  for (const row of rows.bad) refuses(row, () => f.readBase64url(row.bad, row.size));
  for (const row of rows.base64_good) assert.equal(hex(f.readBase64(row.text)), row.hex);
  for (const row of rows.base64_bad) refuses(row, () => f.readBase64(row.bad));
});

test('at and day', () => {
  const rows = read('at');
  for (const row of rows.good) assert.equal(f.readAt(row.text), row.unix_ms);
  for (const text of rows.bad) refuses({ reason: text }, () => f.readAt(text));
  for (const text of rows.day_good) assert.equal(f.readDay(text), text);
  for (const text of rows.day_bad) refuses({ reason: text }, () => f.readDay(text));
});

test('badge', () => {
  const rows = read('badge');
  const keys = Object.fromEntries(rows.keys.map(({ badge_key, seed, pub }) => {
    assert.equal(hex(ed.publicOf(unhex(seed))), pub);
    return [badge_key, unhex(pub)];
  }));
  for (const row of rows.good) {
    assert.equal(row.text.length, 121);
    assert.equal(hex(f.readBase45(row.text.slice(8))), row.hex);
    assert.deepEqual(f.readBadge(row.text, keys), { badge_key: row.badge_key, badge: row.badge, expires: row.expires });
    assert.equal(f.countOf(row.expires), row.expires_days);
  }
  for (const row of rows.bad) assert.throws(() => f.readBadge(row.bad, keys), { message: row.outcome }, row.reason);
  const bytes = f.readBase45(rows.good[0].text.slice(8));
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i] ^= 1;
    refuses({ reason: `byte ${i}` }, () => f.readBadge('HADIR:1:' + f.base45(changed), keys));
  }
});

test('phone badge', () => {
  const rows = read('phone');
  const pub = unhex(rows.pub);
  assert.equal(hex(ed.publicOf(unhex(rows.seed))), rows.pub);
  const { person, message, proof } = rows.registration;
  assert.equal(hex(f.registrationMessage(unhex(person), pub)), message);
  assert.ok(ed.verify(pub, unhex(message), f.readBase64url(proof, 64)));
  for (const row of rows.good) {
    assert.equal(row.text.length, 122);
    const { phone, step, bytes } = f.readPhone(row.text);
    assert.deepEqual([phone, step, hex(bytes), f.base64url(bytes)], [row.phone, row.step, row.hex, row.phone_code]);
    assert.ok(f.isSignedByPhone(bytes, pub));
  }
  const { bytes } = f.readPhone(rows.good[0].text);
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i] ^= 1;
    assert.ok(!f.isSignedByPhone(changed, pub), `byte ${i}`);
  }
  for (const row of rows.bad) assert.throws(() => f.readPhone(row.bad), { message: 'BUKAN_LENCANA' }, row.reason);
  for (const row of rows.forged) assert.ok(!f.isSignedByPhone(f.readPhone(row.text).bytes, pub), row.reason);
  for (const row of rows.steps) {
    assert.equal(f.stepAt(Date.parse(row.at)), row.own);
    assert.equal(f.isStepNear(row.step, Date.parse(row.at)), row.near, JSON.stringify(row));
  }
});

test('easy pins', () => {
  const rows = read('easy_pin');
  for (const pin of rows.easy) assert.ok(f.isPin(pin) && f.isEasyPin(pin), pin);
  for (const pin of rows.good) assert.ok(f.isPin(pin) && !f.isEasyPin(pin), pin);
  for (const pin of rows.bad) assert.ok(!f.isPin(pin), pin);
});

test('line', () => {
  const rows = read('line');
  for (const { fields, text } of rows.lines) {
    assert.equal(JSON.stringify(fields), text);
    assert.deepEqual(f.readLine(Buffer.from(text)), fields);
    assert.deepEqual(f.readIdentity(Buffer.from(text)), { dev: fields.dev, inc: fields.inc, seq: fields.seq });
    assert.ok(f.knowsKind(fields.kind));
  }
  const kinds = new Set(rows.lines.map(({ fields }) => fields.kind));
  assert.equal(kinds.size, 11);
  for (const row of rows.read) f.readLine(bytesOf(row));
  for (const row of rows.bad) {
    const bytes = bytesOf(row);
    refuses(row, () => f.readLine(bytes));
    if (row.central === 'TOO_LARGE') assert.ok(bytes.length > f.LINE_MAX);
    else assert.deepEqual(f.readIdentity(bytes), row.central === 'kept' ? row.identity : null, row.reason);
  }
});

test('strict JSON', () => {
  const rows = read('strict_json');
  for (const row of rows.good) assert.equal(JSON.stringify(f.strictJson(Buffer.from(row.text))), row.plain);
  for (const row of rows.bad) refuses(row, () => f.strictJson(bytesOf(row)));
});

test('chain', () => {
  for (const { dev, inc, seed, pub, h_0, rows } of read('chain').chains) {
    assert.equal(hex(ed.publicOf(unhex(seed))), pub);
    let hash = f.genesis(unhex(dev), inc, unhex(pub));
    assert.equal(hex(hash), h_0);
    rows.forEach((row, i) => {
      const line = f.readLine(Buffer.from(row.line));
      assert.deepEqual([line.dev, line.inc, line.seq, row.seq], [dev, inc, i + 1, i + 1]);
      hash = f.link(hash, Buffer.from(row.line));
      assert.equal(hex(hash), row.hash);
      const message = f.headMessage(unhex(dev), inc, row.seq, hash);
      assert.equal(hex(message), row.head_message);
      const signature = f.readBase64url(row.sig, 64);
      assert.equal(hex(signature), row.sig_hex);
      assert.ok(ed.verify(unhex(pub), message, signature));
    });
  }
  const [first, second] = read('chain').chains;
  const { body } = JSON.parse(second.rows[0].line);
  assert.deepEqual(body, { prev_inc: 1, prev_seq: first.rows.length, prev_head: first.rows.at(-1).hash });
});

test('signed files', () => {
  const rows = read('signed_file');
  for (const row of rows.good) {
    assert.equal(hex(f.keyId(unhex(row.pub))), row.key_id);
    f.readSigned(Buffer.from(row.text), row.domain, unhex(row.pub));
  }
  assert.equal(rows.good.length, 7);
  for (const row of rows.bad) refuses(row, () => f.readTable(bytesOf(row), row.kind, unhex(row.pub)));
});

const onlyRow = (bytes, kind, pub) => {
  const lines = f.readSigned(bytes, file(kind), pub);
  assert.equal(lines.length, 1);
  return f.strictJson(lines[0]);
};
const isHex = (value, size) => typeof value === 'string' && new RegExp(`^[0-9a-f]{${2 * size}}$`).test(value);
const count = (value, from, to = Number.MAX_SAFE_INTEGER) => assert.ok(Number.isSafeInteger(value) && value >= from && value <= to);

function readReceipt(bytes, pub) {
  const receipt = onlyRow(bytes, 'receipt', pub);
  assert.equal(receipt.v, 1);
  assert.ok(isHex(receipt.dev, 16) && isHex(receipt.head, 32) && isHex(receipt.nonce, 16));
  count(receipt.inc, 1, 2 ** 32 - 1);
  count(receipt.acked, 0);
  f.readAt(receipt.time);
  for (const key of ['roster', 'policy', 'keys', 'fork']) if (receipt[key] !== null) count(receipt[key], 1);
  if (receipt.checkpoint !== null) f.readBase64(receipt.checkpoint);
  receipt.consistency.forEach(f.readBase64);
  return receipt;
}
test('receipt', () => {
  const rows = read('receipt');
  for (const row of rows.good) {
    assert.deepEqual(readReceipt(Buffer.from(row.text), unhex(row.pub)), row.fields);
    assert.ok(row.text.startsWith(JSON.stringify(row.fields) + '\n'));
    assert.deepEqual(Object.keys(row.fields), 'v dev inc acked head time nonce roster policy keys checkpoint consistency fork'.split(' '));
  }
  for (const row of rows.bad) refuses(row, () => readReceipt(Buffer.from(row.text), unhex(row.pub)));
});

function unique(values) {
  assert.equal(new Set(values).size, values.length);
}
function readRoster(bytes, pub, dev) {
  const { head, rows } = f.readTable(bytes, 'roster', pub);
  assert.equal(head.dev, dev);
  assert.ok(['Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura'].includes(head.zone));
  const people = rows.filter((row) => !row.revoked && !row.erased);
  for (const row of people) {
    assert.ok(isHex(row.person, 8) && row.badges.every((id) => isHex(id, 8)));
    assert.ok(row.phones.every(({ id, pub: key }) => isHex(id, 8) && ed.isGoodPoint(unhex(key))));
    assert.ok(/^[0-9]{5}$/.test(row.number));
    if (row.check) assert.ok(isHex(row.check.salt, 16) && row.check.bits >= 0 && row.check.bits < 64);
  }
  for (const { revoked } of rows.filter((row) => row.revoked)) assert.ok(revoked.length <= 500 && revoked.every((id) => isHex(id, 8)));
  for (const { erased } of rows.filter((row) => row.erased)) assert.ok(erased.length <= 500 && erased.every((id) => isHex(id, 8)));
  return { head, rows };
}
test('side data', () => {
  const { good, text, bad } = read('side');
  assert.deepEqual(f.readSides(Buffer.from(text)), good.map(({ digest, ...row }) => row));
  for (const row of good) assert.equal(hex(f.sideDigest(unhex(row.salt), row.value)), row.digest);
  for (const row of bad) refuses(row, () => f.readSides(bytesOf(row)));
});
test('roster', () => {
  const row = read('roster'), { head, rows } = readRoster(Buffer.from(row.text), unhex(row.pub), row.head.dev);
  assert.deepEqual({ head, rows }, { head: row.head, rows: row.rows });
  for (const bad of row.bad) refuses(bad, () => readRoster(Buffer.from(bad.text), unhex(row.pub), row.head.dev));
});

const integer = (from, to) => (value) => Number.isSafeInteger(value) && value >= from && value <= to;
const POLICY = {
  guard_s: integer(0, 3600),
  day_start: (value) => typeof value === 'string' && /^[0-9]{2}:[0-5][0-9]$/.test(value) && value <= '12:00',
  out_after_min: integer(1, 1440),
  evidence: (value) => ['off', 'marked', 'always'].includes(value),
  legacy: () => true,  // read from later issues on
  pin: (value) => ['on', 'off'].includes(value),
};
function readPolicy(bytes, pub) {
  const { head, rows } = f.readTable(bytes, 'policy', pub);
  for (const { key, value } of rows) assert.ok(!POLICY[key] || POLICY[key](value), key);
  return { head, rows };
}
test('policy', () => {
  const row = read('policy'), pub = unhex(row.pub);
  assert.deepEqual(readPolicy(Buffer.from(row.text), pub), { head: row.head, rows: row.rows });
  assert.deepEqual(row.rows.map(({ key }) => key), Object.keys(POLICY));
  for (const good of row.read) readPolicy(Buffer.from(good.text), pub);
  for (const bad of row.bad) refuses(bad, () => readPolicy(Buffer.from(bad.text), pub));
});

const ALG = { evidence: 'x25519', ca: 'p256' };
const USES = 'badge roster policy receipt log evidence device revoked ca'.split(' ');
function readKeys(bytes, pub) {
  const { head, rows } = f.readTable(bytes, 'keys', pub);
  const known = rows.filter(({ use }) => USES.includes(use));
  for (const row of known) {
    const key = unhex(row.pub);
    assert.equal(row.alg, ALG[row.use] ?? 'ed25519');
    assert.equal(key.length, row.alg === 'p256' ? 65 : 32);
    if (row.alg === 'ed25519') assert.ok(ed.isGoodPoint(key));
    assert.equal(row.id, hex(f.keyId(key)));
    assert.ok(f.readAt(row.from) < f.readAt(row.until));
    assert.equal(typeof row.origin === 'string', row.use === 'log');
    assert.equal(row.badge_key !== null, row.use === 'badge');
    if (row.badge_key !== null) count(row.badge_key, 1, 255);
  }
  unique(rows.map((row) => row.pub));
  unique(known.filter(({ use }) => use === 'badge').map(({ badge_key }) => badge_key));
  return { head, rows };
}
test('keys', () => {
  const row = read('keys'), pub = unhex(row.pub);
  assert.deepEqual(readKeys(Buffer.from(row.text), pub), { head: row.head, rows: row.rows });
  assert.deepEqual(new Set(row.rows.map(({ use }) => use)), new Set(USES));
  for (const good of row.read) readKeys(Buffer.from(good.text), pub);
  for (const bad of row.bad) refuses(bad, () => readKeys(Buffer.from(bad.text), pub));
});

function readDevice(bytes, pub) {
  const device = onlyRow(bytes, 'device', pub);
  assert.ok(device.v === 1 && device.kind === 'device' && isHex(device.dev, 16));
  count(device.inc, 1, 2 ** 32 - 1);
  assert.ok(ed.isGoodPoint(unhex(device.ledger_pub)));
  assert.equal(device.by.length, device.confirmed === null ? 0 : 2);
  assert.ok(device.by.every((id) => isHex(id, 8)));
  unique(device.by);
  if (device.confirmed !== null) f.readAt(device.confirmed);
  return device;
}
test('device statement', () => {
  const rows = read('device'), pub = unhex(rows.pub);
  for (const row of rows.good) assert.deepEqual(readDevice(Buffer.from(row.text), pub), row.fields);
  for (const row of rows.bad) refuses(row, () => readDevice(Buffer.from(row.text), pub));
});

test('enrolment', () => {
  const row = read('enrolment');
  const slot = unhex(row.slot), secret = unhex(row.secret), ledger = unhex(row.ledger.pub);
  const csr = f.readBase64(row.csr), ca = f.readBase64(row.ca), certificate = f.readBase64(row.certificate);
  for (const code of [row.code, row.code_grouped, ...row.code_read]) assert.deepEqual(f.readCode(code), { slot, secret });
  for (const bad of row.code_bad) refuses({ reason: bad }, () => f.readCode(bad));
  assert.equal(hex(f.sha256(ca)), row.ca_sha256);
  assert.deepEqual(f.readEnrolQr(row.qr), { slot, secret, root: unhex(row.root.pub), ca_sha256: f.sha256(ca), url: row.url });
  for (const bad of row.qr_bad) refuses(bad, () => f.readEnrolQr(bad.bad));

  const request = f.strictJson(Buffer.from(row.request)), message = f.enrolMessage(slot, ledger, csr);
  assert.equal(hex(message), row.enrol_message);
  assert.deepEqual([request.slot, request.ledger_pub, request.csr], [row.slot, row.ledger.pub, row.csr]);
  assert.equal(request.mac, hex(f.hmac(secret, message)));
  assert.ok(ed.verify(ledger, message, f.readBase64url(request.sig, 64)));

  const answer = f.strictJson(Buffer.from(row.answer)), keys = f.readBase64(answer.keys);
  assert.equal(keys.toString(), row.keys_file);
  readKeys(keys, unhex(row.root.pub));
  const enrolled = f.enrolledMessage(unhex(request.mac), unhex(answer.dev), f.readBase64(answer.certificate), keys);
  assert.equal(hex(enrolled), row.enrolled_message);
  assert.equal(answer.mac, hex(f.hmac(secret, enrolled)));

  const issued = new X509Certificate(certificate), authority = new X509Certificate(ca);
  assert.ok(issued.verify(authority.publicKey) && issued.checkIssued(authority));
  assert.equal(issued.subjectAltName, 'URI:urn:hadir:dev:' + row.dev);
  const tlsKey = issued.publicKey.export({ format: 'der', type: 'spki' });
  assert.ok(csr.includes(tlsKey), 'the certificate is for the key of the request');

  const renewal = f.strictJson(Buffer.from(row.renewal.request));
  const renewMessage = f.renewMessage(unhex(row.dev), row.renewal.inc, unhex(row.renewal.nonce), csr);
  assert.equal(hex(renewMessage), row.renewal.message);
  assert.ok(ed.verify(ledger, renewMessage, f.readBase64url(renewal.sig, 64)));

  const { incarnation } = row, claim = f.strictJson(Buffer.from(incarnation.request));
  const claimed = f.incarnationMessage(unhex(row.dev), claim.prev_inc, claim.prev_seq, unhex(claim.prev_head), unhex(claim.nonce), unhex(claim.ledger_pub));
  assert.equal(hex(claimed), incarnation.message);
  assert.ok(ed.verify(ledger, claimed, f.readBase64url(claim.sig_old, 64)));
  assert.ok(ed.verify(unhex(claim.ledger_pub), claimed, f.readBase64url(claim.sig_new, 64)));
  for (const { pub, text } of row.fingerprints) assert.equal(f.fingerprint(unhex(pub)), text);
});

test('Ed25519', () => {
  const rows = read('ed25519');
  const strict = (row) => ed.verify(unhex(row.pub), unhex(row.message), unhex(row.signature));
  const loose = (row) => ed.verifyLoosely(unhex(row.pub), unhex(row.message), unhex(row.signature));
  for (const row of rows.accepted) assert.ok(strict(row), row.reason);
  for (const row of rows.refused) assert.ok(!strict(row), row.reason);
  for (const row of [...rows.accepted, ...rows.refused]) assert.equal(loose(row), row.openssl, row.reason);
  for (const row of rows.bad_keys) assert.ok(!ed.isGoodPoint(unhex(row.pub)), row.reason);
  // The control: these checks do something that the library under them does not.
  assert.ok(rows.refused.filter(({ openssl }) => openssl).length >= 8);
});

// Central's checks on an unpacked body, in the order of section 5; no fork logic beyond what the rows need.
class Refusal extends Error {
  constructor(code, line, extra = {}) { super(code); Object.assign(this, { code, line, ...extra }); }
}
function upload(all, row, chain) {
  const stored = row.stored ?? all.stored, dev = unhex(all.dev), pub = unhex(all.ledger_pub);
  const hashAt = (seq) => (seq === 0 ? chain.h_0 : chain.rows[seq - 1].hash);
  const target = /^\/v1\/devices\/([^/]*)\/records\?(.*)$/.exec(row.target);
  if (!/^[0-9a-f]{32}$/.test(target[1])) throw new Refusal('NOT_FOUND');
  const query = [...new URLSearchParams(target[2])];
  const number = (key, max) => {
    const found = query.filter(([name]) => name === key);
    if (found.length !== 1 || !/^[1-9][0-9]*$/.test(found[0][1]) || Number(found[0][1]) > max) throw new Refusal('MALFORMED');
    return Number(found[0][1]);
  };
  const inc = number('inc', 2 ** 32 - 1), from = number('from', Number.MAX_SAFE_INTEGER);
  const header = (name, pattern) => {
    if (!pattern.test(row.headers[name] ?? '')) throw new Refusal('MALFORMED');
    return row.headers[name];
  };
  header('Hadir-Nonce', /^[0-9a-f]{32}$/);
  const count = Number(header('Hadir-Count', /^(0|[1-9][0-9]*)$/));
  if (count > 500) throw new Refusal('TOO_LARGE');
  const prev = header('Hadir-Prev', /^[0-9a-f]{64}$/);
  if (row.headers['Hadir-Checkpoint'] !== undefined) {
    try { f.readBase64(row.headers['Hadir-Checkpoint']); } catch { throw new Refusal('MALFORMED'); }
  }

  const body = row.body_recipe ? recipe(row.body_recipe) : row.body_hex !== undefined ? unhex(row.body_hex) : Buffer.from(row.body);
  assert.ok(body.length <= 1048576);
  const parts = body.toString('latin1').split('\n');
  if (parts.at(-1) !== '') throw new Refusal('MALFORMED', parts.length);
  const records = parts.slice(0, -1).map((part, i) => {
    const bytes = Buffer.from(part, 'latin1'), tab = bytes.lastIndexOf(9);
    if (tab < 0) throw new Refusal('MALFORMED', i + 1);
    const line = bytes.subarray(0, tab);
    if (line.length > f.LINE_MAX) throw new Refusal('TOO_LARGE', i + 1);
    let sig;
    try { sig = f.readBase64url(bytes.subarray(tab + 1).toString('latin1'), 64); } catch { throw new Refusal('MALFORMED', i + 1); }
    const identity = f.readIdentity(line);
    if (identity === null) throw new Refusal('MALFORMED', i + 1);
    return { line, sig, identity };
  });
  if (records.length !== count) throw new Refusal('MALFORMED', null);

  if (inc !== all.inc) throw new Refusal('CONFLICT', null, { expect_inc: all.inc });
  if (from > stored + 1) throw new Refusal('GAP', null, { expect_from: stored + 1 });
  if (prev !== hashAt(from - 1)) throw new Refusal('BAD_CHAIN', 1);
  records.forEach(({ identity }, i) => {
    if (identity.dev !== all.dev || identity.inc !== inc || identity.seq !== from + i) throw new Refusal('BAD_CHAIN', i + 1);
  });
  let hash = unhex(prev), fork = null;
  records.forEach(({ line, sig }, i) => {
    hash = f.link(hash, line);
    if (!ed.verify(pub, f.headMessage(dev, inc, from + i, hash), sig)) throw new Refusal('BAD_SIGNATURE', i + 1);
    if (fork === null && from + i <= stored && hex(hash) !== hashAt(from + i)) fork = from + i;
  });
  if (fork !== null) throw new Refusal('FORK', null, { fork_from: fork });
  const quarantined = records.flatMap(({ line }, i) => { try { f.readLine(line); return []; } catch { return [i + 1]; } });
  return { acked: Math.max(stored, from - 1 + count), quarantined };
}
test('upload', () => {
  const all = read('upload'), chain = read('chain').chains[0];
  assert.equal(all.head_stored, chain.rows[all.stored - 1].hash);
  for (const row of all.good) assert.deepEqual(upload(all, row, chain), { acked: row.acked, quarantined: row.quarantined }, row.reason);
  const [{ lines, body }] = all.good;
  assert.equal(lines.map(({ line, sig }) => `${line}\t${sig}\n`).join(''), body);
  const answer = (row) => { try { return upload(all, row, chain); } catch (error) { if (error instanceof Refusal) return error; throw error; } };
  for (const row of all.bad) {
    const { code, line = null, expect_from, expect_inc, fork_from } = answer(row);
    assert.deepEqual({ code, line, expect_from, expect_inc, fork_from },
      { code: row.code, line: row.line, expect_from: row.expect_from, expect_inc: row.expect_inc, fork_from: row.fork_from }, row.reason);
  }
  for (const { header, value, code, reason } of all.bad_headers) {
    const headers = { ...all.good[0].headers, [header]: value ?? undefined };
    assert.equal(answer({ ...all.good[0], headers }).code, code, `${header} ${reason}`);
  }
  for (const { target, code } of all.bad_targets) assert.equal(answer({ ...all.good[0], target }).code, code, target);
});

test('log', () => {
  const tree = read('merkle'), leaves = tree.leaves.map(unhex);
  const rootAt = (size) => unhex(tree.roots.find((row) => row.size === size).root);
  leaves.forEach((leaf, i) => assert.ok(leaf.equals(f.sha256(Buffer.from(`\0line ${i}`)))));
  for (const { index, size, proof } of tree.inclusion)
    assert.ok(l.rootFrom(leaves[index], index, size, proof.map(unhex)).equals(l.root(leaves.slice(0, size))));
  for (const { from, to, proof } of tree.consistency) {
    assert.ok(l.root(leaves.slice(0, to)).equals(rootAt(to)));
    if (from !== 0 && from !== to) assert.deepEqual(l.proof(from, leaves.slice(0, to)).map(hex), proof);
  }
  const notes = read('checkpoint'), pub = unhex(notes.pub);
  for (const row of notes.good) {
    const { origin, size, root } = l.readNote(row.text, pub);
    assert.deepEqual({ origin, size, root: hex(root) }, { origin: row.origin, size: row.size, root: row.root });
  }
  for (const row of notes.read) assert.equal(l.readNote(row.text, pub).size, notes.good[0].size);
  for (const row of notes.bad) refuses(row, () => l.readNote(row.text, pub));
});

test('proof', () => {
  const rows = read('proof'), keyRows = read('keys').rows, keyOf = (use, origin = null) => unhex(keyRows.find((row) => row.use === use && row.origin === origin).pub);
  const isConfirmed = (bytes, of) => {
    const { v, kind, confirmed, ...said } = readDevice(bytes, keyOf('device'));
    return confirmed !== null && said.dev === of.dev && said.inc === of.inc && said.ledger_pub === of.pub;
  };
  const judge = (text) => {
    const { extra, index, hashes, note } = l.readProof(text);
    if (hashes.length > 64) throw new Error('path');
    const said = f.strictJson(extra), at = (key, size) => { const b = f.readBase64(said[key]); if (size && b.length !== size) throw new Error(key); return b; };
    const line = at('line'), id = f.readIdentity(line), pub = at('dev_key', 32), device = at('device');
    const origin = note.slice(0, note.indexOf('\n'));
    if (!note.includes('\n\n')) throw new Error('note');
    const message = f.headMessage(unhex(id.dev), id.inc, id.seq, f.link(at('prev', 32), line));
    if (!ed.verify(pub, message, at('sig', 64))) return 'CHANGED';
    try {
      const head = l.readNote(note, keyOf('log', origin));
      if (!l.rootFrom(l.leafHash(line), index, head.size, hashes).equals(head.root)) throw new Error('root');
    } catch { return 'NOT IN LOG'; }
    try {
      if (isConfirmed(device, { ...id, pub: hex(pub) })) return 'VALID';
    } catch { /* nobody vouches */ }
    return 'IN LOG, TERMINAL UNPROVEN';
  };
  for (const { text, verdict, reason } of rows.good) assert.equal(judge(text), verdict, reason);
  for (const row of rows.bad) refuses(row, () => judge(row.text));
  assert.equal(l.proofCode(unhex(rows.leaf)), rows.code);
});

test('pin', () => {
  const row = read('pin'), secret = unhex(row.secret);
  for (const { salt, pin, bits } of row.check) assert.equal(f.pinBits(unhex(salt), pin), bits);
  const open = (sealed) => {
    const head = Buffer.concat([f.domain('hadir-sealed-pin-1'), f.keyId(unhex(row.pub))]);
    if (sealed.length !== 109 || !sealed.subarray(0, 23).equals(head)) throw new Error('head');
    const plain = box.openBox(sealed.subarray(23), secret), pin = plain.subarray(32).toString();
    if (!/^[0-9]{6}$/.test(pin)) throw new Error('inside');
    return { dev: hex(plain.subarray(0, 16)), person: hex(plain.subarray(16, 24)), at: new Date(Number(plain.readBigUInt64BE(24))).toISOString(), pin };
  };
  const sealed = f.readBase64(row.value);
  assert.deepEqual(open(sealed), { dev: row.dev, person: row.person, at: row.at, pin: row.pin });
  for (const { at } of row.changed) {
    const other = Buffer.from(sealed);
    other[at] ^= 1;
    assert.throws(() => open(other), `byte ${at}`);
  }
  for (const bad of row.bad) refuses(bad, () => open(f.readBase64(bad.value)));
});

test('photo', () => {
  const row = read('photo'), secret = unhex(row.secret);
  assert.equal(hex(box.publicOf(secret)), row.pub);
  const open = (file) => {
    const head = Buffer.concat([f.domain('hadir-photo-1'), f.keyId(unhex(row.pub))]);
    if (file.length % 16384 || file.length > 2097152 || !file.subarray(0, 18).equals(head)) throw new Error('head');
    const plain = box.openBox(file.subarray(18), secret), size = plain.readUInt32BE(4);
    if (plain[0] > 2 || size === 0 || size > plain.length - 8) throw new Error('inside');
    return { face: plain[0], sharpness: plain.readUInt16BE(1), brightness: plain[3], jpeg: hex(plain.subarray(8, 8 + size)) };
  };
  const file = f.readBase64(row.sealed);
  assert.deepEqual(open(file), { face: row.face, sharpness: row.sharpness, brightness: row.brightness, jpeg: row.jpeg });
  for (const { at } of row.changed) {
    const other = Buffer.from(file);
    other[at] ^= 1;
    assert.throws(() => open(other), `byte ${at}`);
  }
  for (const bad of row.bad) refuses(bad, () => open(f.readBase64(bad.sealed)));
});
