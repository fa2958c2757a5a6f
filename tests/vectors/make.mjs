// Writes the vector files from fixed seeds: `node tests/vectors/make.mjs [FOLDER]`. Running it twice gives the
// same bytes. Every key here is public and worthless.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ed from './ed25519.mjs';
import * as f from './formats.mjs';
import * as l from './log.mjs';
import * as box from './box.mjs';

const { hex, unhex, base45, base64, base64url, sha256, u16, u32, u64 } = f;
const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const write = (name, value) => writeFileSync(join(folder, name + '.json'), JSON.stringify(value, null, 1) + '\n');

// --- fixed bytes and keys --------------------------------------------------------------------------------------
function bytes(label, size) {
  let out = Buffer.alloc(0);
  for (let i = 0; out.length < size; i++) out = Buffer.concat([out, sha256(`hadir-vectors-1\0${label}\0`, u32(i))]);
  return out.subarray(0, size);
}
function key(label) {
  const seed = bytes('key ' + label, 32), pub = ed.publicOf(seed);
  return { seed, pub, id: hex(f.keyId(pub)), sign: (message) => ed.sign(seed, message) };
}
const shown = ({ seed, pub, id }) => ({ seed: hex(seed), pub: hex(pub), key_id: id });
const keys = Object.fromEntries(['root', 'badge', 'badge next', 'roster', 'policy', 'receipt', 'log', 'log next', 'device',
  'revoked', 'ledger', 'ledger 2', 'stranger'].map((label) => [label, key(label)]));
const dev = bytes('dev', 16), otherDev = bytes('dev 2', 16), boot = bytes('boot', 16);
const person = bytes('person 1', 8), person2 = bytes('person 2', 8), badge = bytes('badge 1', 8);
// A P-256 request and certificate made once with OpenSSL for `dev`; ECDSA is not repeatable, so they are constants.
const CSR = Buffer.from('MIHJMHECAQAwDzENMAsGA1UEAwwEa2lvczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABI/aPCP8zlcN/+crq2nJEe+/9tUbI/UQQgekN/IzLDwrTikelGtr0zWkXztU7i/QRmE10B3mUDqLEgC459HCzNKgADAKBggqhkjOPQQDAgNIADBFAiBuA+ffjpW1/LpY25wXzHq3sMftdQ32DTnrlYR9crV6WwIhAPCY/U9jYmA4SVEgjdZjTCrabDn0tQqVYUt3BFOp5XMb', 'base64');
const CA = Buffer.from('MIIBeDCCAR2gAwIBAgIQbx0sO0pZaHeGlYSTorHA0TAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9IYWRpciBDQSBjb250b2gwHhcNMjYxMTAxMDAwMDAwWhcNMzYxMTAxMDAwMDAwWjAaMRgwFgYDVQQDDA9IYWRpciBDQSBjb250b2gwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARvC7YL83dtv3XrvWdKd8vBAHGNnrHS4sGilb2yoGMiEkS3XYwQQhO5FpbYcVkuAedNGqTjUlRaXOHDWUeJVAqYo0UwQzASBgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUHpE0fSW/O44AZD/Lng1751UJ4jMwCgYIKoZIzj0EAwIDSQAwRgIhAJZPL2uizIu6tkB9D9vNRv4dcCrR5St7BQPIfxJxs41+AiEA2mcnrG3fSSefozODfuXcVNTbrOtcFvBdHhrT8XN3ioA=', 'base64');
const CERTIFICATE = Buffer.from('MIIB2TCCAX+gAwIBAgIQbx0sO0pZaHeGlYSTorHA0jAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9IYWRpciBDQSBjb250b2gwHhcNMjYxMTIzMDAwMDAwWhcNMjcwMjIxMDAwMDAwWjAPMQ0wCwYDVQQDDARraW9zMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEj9o8I/zOVw3/5yurackR77/21Rsj9RBCB6Q38jMsPCtOKR6Ua2vTNaRfO1TuL9BGYTXQHeZQOosSALjn0cLM0qOBsTCBrjAMBgNVHRMBAf8EAjAAMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDAjA5BgNVHREEMjAwhi51cm46aGFkaXI6ZGV2OjAyNjQ3ZWFkOTRlNDU3OWEyNTIzMGM5ZWZlNTI0ZjgyMB0GA1UdDgQWBBRHgiQvbY+IdbPKat+v6Uit9c27PjAfBgNVHSMEGDAWgBQekTR9Jb87jgBkP8ueDXvnVQniMzAKBggqhkjOPQQDAgNIADBFAiEAsmO3O8iI/bqVjt57G9YkLPuwno86vqkfyhUGpU3uWJICIBnvOtCfjkQhavsd42CeSfq47xOzPg4vHx8byXwVUxeF', 'base64');
const CA_POINT = CA.subarray(CA.indexOf(unhex('03420004')) + 3, CA.indexOf(unhex('03420004')) + 68);

const flip = (buffer, at, bit = 1) => { const copy = Buffer.from(buffer); copy[at] ^= bit; return copy; };
const json = JSON.stringify;

// --- text codings ----------------------------------------------------------------------------------------------
write('base45', {
  about: 'RFC 9285. Strict: what is read encodes to the same text again.',
  good: ['', ...['AB', 'Hello!!', 'base-45', 'ietf!'].map((text) => hex(Buffer.from(text))), '00', 'ff', '0000', 'ffff', '00ff00',
    hex(bytes('base45', 75))].map((text) => ({ hex: text, text: base45(unhex(text)) })),
  bad: [['A', 'one character left over'], ['BB8A', 'one character left over'], ['GGW', '65536 is past two bytes'],
    [':::', 'past two bytes'], ['V5', '256 is past one byte'], ['::', 'past one byte'], ['bb8', 'lower case'], ['B_8', 'no such character'],
    ['BB8\n', 'line end'], ['QED8WÉ', 'not ASCII']].map(([bad, reason]) => ({ bad, reason })),
});
const crock = (size, text) => ({ size, text, hex: hex(f.readCrockford(text, size)) });
write('crockford', {
  about: 'Crockford base32 without check digit, most significant bits first: 5 bytes are 8 characters, 10 are 16.',
  good: [Buffer.alloc(5), Buffer.alloc(5, 255), bytes('slot', 5), unhex('0001020304'), Buffer.alloc(10), Buffer.alloc(10, 255), bytes('secret', 10)]
    .map((b) => ({ size: b.length, hex: hex(b), text: f.crockford(b) })),
  read: [crock(5, 'abcdefgh'), crock(5, 'ABCDEFGH'), crock(5, '1ILil1OO'), crock(5, '11111100'), crock(5, 'oOoOoOoO'), crock(10, 'zyxwvtsrqpnmkjhg')],
  bad: [[5, 'UUUUUUUU', 'U'], [5, '0000000u', 'u'], [5, '0000000', 'too short'], [5, '000000000', 'too long'], [5, '', 'empty'],
    [10, '00000000', 'too short'], [5, '0000 000', 'space'], [5, '0000-000', 'hyphen'], [5, '0000000*', 'no such character'], [5, '0000000=', 'padding']]
    .map(([size, bad, reason]) => ({ size, bad, reason })),
});
const sig64 = bytes('base64url', 64), id16 = bytes('base64url 16', 16);
const lastPlus = (text) => { // the same bytes under a lax reader: unused bits set
  const order = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + order[order.indexOf(text.at(-1)) + 1];
};
const pick = [...Array(64).keys()].map((i) => bytes('url ' + i, 64)).find((b) => /-/.test(base64url(b)) && /_/.test(base64url(b)));
write('base64url', {
  about: 'base64url without padding (signatures: 64 bytes, `r`: 16) and padded base64; only the canonical text is read.',
  good: [[64, sig64], [64, pick], [64, Buffer.alloc(64)], [64, Buffer.alloc(64, 255)], [16, id16], [16, Buffer.alloc(16)], [16, Buffer.alloc(16, 255)]]
    .map(([size, b]) => ({ size, hex: hex(b), text: base64url(b) })),
  bad: [[64, base64url(sig64) + '==', 'padding'], [64, base64url(sig64).slice(0, -1), 'too short'], [64, base64url(sig64) + 'A', 'too long'],
    [64, lastPlus(base64url(sig64)), 'unused bits set'], [16, lastPlus(base64url(id16)), 'unused bits set'],
    [64, base64(pick).slice(0, 86), 'the + and / of plain base64'], [64, ' ' + base64url(sig64).slice(1), 'space'],
    [16, base64url(id16).slice(0, 21) + '\n', 'line end'], [16, '', 'empty'], [16, base64url(sig64), 'another size']]
    .map(([size, bad, reason]) => ({ size, bad, reason })),
  base64_good: ['', '00', '0000', '000000', hex(id16), 'fbefbe'].map((text) => ({ hex: text, text: base64(unhex(text)) })),
  base64_bad: [['AA', 'no padding'], ['AB==', 'unused bits set'], ['AAA', 'no padding'], ['AAB=', 'unused bits set'], ['AA==\n', 'line end'],
    ['--__', 'the letters of base64url'], ['A===', 'one letter'], ['AA==AA==', 'two texts'], ['A A=', 'space']].map(([bad, reason]) => ({ bad, reason })),
});
const at = (text) => ({ text, unix_ms: Date.parse(text) });
write('at', {
  about: '`at`: always 24 characters, years 1970 to 9999. `day`: YYYY-MM-DD of a real day.',
  good: ['1970-01-01T00:00:00.000Z', '2026-11-24T00:21:09.120Z', '2024-02-29T23:59:59.999Z', '9999-12-31T23:59:59.999Z'].map(at),
  bad: ['2026-11-24T00:21:09Z', '2026-11-24T00:21:09.12Z', '2026-11-24 00:21:09.120Z', '2026-11-24T00:21:09.120+00:00', '2026-11-24T00:21:09.120z',
    '2026-02-29T00:00:00.000Z', '2026-13-01T00:00:00.000Z', '2026-11-31T00:00:00.000Z', '2026-11-24T24:00:00.000Z', '2026-11-24T23:59:60.000Z',
    '1969-12-31T23:59:59.999Z', '2026-11-24T00:21:09.120Z ', '+02026-11-24T00:21:09.120Z', ''],
  day_good: ['2026-11-24', '2024-02-29', '2020-01-01'],
  day_bad: ['2026-2-28', '2026-02-29', '2026-00-10', '20261124', '2026-11-24T', ''],
});

// --- badge -----------------------------------------------------------------------------------------------------
const printed = (keyNumber, id, day, signer = keys.badge, name = 'hadir-badge-1') => {
  const front = Buffer.concat([Buffer.from([keyNumber]), id, u16(day)]);
  return Buffer.concat([front, signer.sign(Buffer.concat([f.domain(name), front]))]);
};
const card = (b) => 'HADIR:1:' + base45(b);
const goodBadge = printed(7, badge, f.countOf('2031-12-31'));
const shiftS = (signature) => Buffer.concat([signature.subarray(0, 32), ed.toLittleEndian(ed.fromLittleEndian(signature.subarray(32)) + ed.L)]);
const highS = Buffer.concat([goodBadge.subarray(0, 11), shiftS(goodBadge.subarray(11))]);
const goodText = card(goodBadge);
write('badge', {
  about: 'Printed badge: text = "HADIR:1:" + base45(badge_key u8, badge 8, expires u16, signature 64). `keys`: the listed badge keys.',
  keys: [{ badge_key: 7, ...shown(keys.badge) }, { badge_key: 8, ...shown(keys['badge next']) }],
  good: [[7, badge, '2031-12-31', keys.badge], [8, bytes('badge 2', 8), '2020-01-01', keys['badge next']], [7, Buffer.alloc(8), f.dayOf(65535), keys.badge]]
    .map(([n, id, day, signer]) => {
      const b = printed(n, id, f.countOf(day), signer);
      return { badge_key: n, badge: hex(id), expires: day, expires_days: f.countOf(day), hex: hex(b), text: card(b) };
    }),
  bad: [
    ['prefix of another version', 'BUKAN_LENCANA', goodText.replace('HADIR:1:', 'HADIR:3:')],
    ['prefix in lower case', 'BUKAN_LENCANA', goodText.replace('HADIR:1:', 'hadir:1:')],
    ['another text', 'BUKAN_LENCANA', 'https://contoh.go.id/'],
    ['empty', 'BUKAN_LENCANA', ''],
    ['one character short', 'BUKAN_LENCANA', goodText.slice(0, -1)],
    ['one character more', 'BUKAN_LENCANA', goodText + '0'],
    ['74 bytes', 'BUKAN_LENCANA', card(goodBadge.subarray(0, 74))],
    ['lower case', 'BUKAN_LENCANA', 'HADIR:1:' + goodText.slice(8).toLowerCase()],
    ['base45 past two bytes', 'BUKAN_LENCANA', goodText.slice(0, 8) + ':::' + goodText.slice(11)],
    ['base45 past one byte', 'BUKAN_LENCANA', goodText.slice(0, -2) + '::'],
    ['line end instead of the last character', 'BUKAN_LENCANA', goodText.slice(0, -1) + '\n'],
    ['badge key not listed', 'TANDA_TANGAN_SALAH', card(printed(9, badge, f.countOf('2031-12-31')))],
    ['signed by the other listed key', 'TANDA_TANGAN_SALAH', card(printed(8, badge, f.countOf('2031-12-31')))],
    ['key number changed', 'TANDA_TANGAN_SALAH', card(flip(goodBadge, 0, 15))],
    ['badge id changed', 'TANDA_TANGAN_SALAH', card(flip(goodBadge, 4))],
    ['expiry changed', 'TANDA_TANGAN_SALAH', card(flip(goodBadge, 10))],
    ['signature changed', 'TANDA_TANGAN_SALAH', card(flip(goodBadge, 40))],
    ['S raised by L', 'TANDA_TANGAN_SALAH', card(highS)],
    ['signed under hadir-phone-1', 'TANDA_TANGAN_SALAH', card(printed(7, badge, f.countOf('2031-12-31'), keys.badge, 'hadir-phone-1'))],
  ].map(([reason, outcome, bad]) => ({ reason, outcome, bad })),
});

// --- phone badge -----------------------------------------------------------------------------------------------
const phoneKey = key('phone'), phoneId = bytes('phone id', 8), step = Date.parse('2026-11-24T00:21:00.000Z') / 10000;
const phoneOf = (id, at, signer = phoneKey, name = 'hadir-phone-1') => {
  const front = Buffer.concat([id, u32(at)]);
  return Buffer.concat([front, signer.sign(Buffer.concat([f.domain(name), front]))]);
};
const phoneText = (b) => 'HADIR:2:' + base45(b);
const phoneBytes = phoneOf(phoneId, step), phoneGood = phoneText(phoneBytes);
const notByPhone = (reason, b) => ({ reason, text: phoneText(b) });
const registration = Buffer.concat([f.domain('hadir-phone-key-1'), person, phoneKey.pub]);
write('phone', {
  about: 'Phone badge: text = "HADIR:2:" + base45(phone key id 8, step u32, signature 64). `bad` is no code at all; `forged` reads, but `pub` has not signed it.',
  ...shown(phoneKey),
  registration: { person: hex(person), message: hex(registration), proof: base64url(phoneKey.sign(registration)) },
  good: [[phoneId, step], [Buffer.alloc(8), 0], [Buffer.alloc(8, 255), 2 ** 32 - 1]].map(([id, at]) => {
    const b = phoneOf(id, at);
    return { phone: hex(id), step: at, hex: hex(b), text: phoneText(b), phone_code: base64url(b) };
  }),
  bad: [
    ['prefix of a printed badge', phoneGood.replace('HADIR:2:', 'HADIR:1:')],
    ['prefix in lower case', phoneGood.replace('HADIR:2:', 'hadir:2:')],
    ['another text', 'https://contoh.go.id/'],
    ['empty', ''],
    ['one character short', phoneGood.slice(0, -1)],
    ['one character more', phoneGood + '0'],
    ['75 bytes', phoneText(phoneBytes.subarray(0, 75))],
    ['77 bytes', phoneText(Buffer.concat([phoneBytes, Buffer.alloc(1)]))],
    ['lower case', 'HADIR:2:' + phoneGood.slice(8).toLowerCase()],
    ['base45 past two bytes', phoneGood.slice(0, 8) + ':::' + phoneGood.slice(11)],
    ['line end instead of the last character', phoneGood.slice(0, -1) + '\n'],
  ].map(([reason, bad]) => ({ reason, bad })),
  forged: [
    notByPhone('key id changed', flip(phoneBytes, 3)), notByPhone('step changed', flip(phoneBytes, 11)),
    notByPhone('signature changed', flip(phoneBytes, 40)), notByPhone('signed by another key', phoneOf(phoneId, step, key('phone 2'))),
    notByPhone('signed under hadir-badge-1', phoneOf(phoneId, step, phoneKey, 'hadir-badge-1')),
    notByPhone('S raised by L', Buffer.concat([phoneBytes.subarray(0, 12), shiftS(phoneBytes.subarray(12))])),
  ],
  steps: [['2026-11-24T00:21:00.000Z', 0, true], ['2026-11-24T00:21:09.999Z', 0, true], ['2026-11-24T00:21:00.000Z', 3, true],
    ['2026-11-24T00:21:00.000Z', -3, true], ['2026-11-24T00:21:00.000Z', 4, false], ['2026-11-24T00:21:09.999Z', -4, false],
    ['1970-01-01T00:00:00.000Z', 3, true], ['1970-01-01T00:00:00.000Z', 4, false]]
    .map(([text, aside, near]) => ({ at: text, own: f.stepAt(Date.parse(text)), step: f.stepAt(Date.parse(text)) + aside, near })),
});

// --- easy PINs -------------------------------------------------------------------------------------------------
write('easy_pin', {
  about: 'PINs that are not taken when a person chooses one (`easy`), that are (`good`), and what is no PIN (`bad`).',
  easy: ['000000', '777777', '123456', '456789', '987654', '543210'],
  good: ['482915', '121212', '890123', '123457', '112233', '000001'],
  bad: ['', '12345', '1234567', '12345a', ' 12345', '\u0661\u0662\u0663\u0664\u0665\u0666'],
});

// --- lines and chain -------------------------------------------------------------------------------------------
const START = Date.parse('2026-11-24T00:20:00.000Z');
const fileHash = (label) => hex(sha256(bytes('file ' + label, 40)));
const CHECKIN = { badge: hex(badge), person: hex(person), method: 'badge', dir: 'in', marks: [], roster: 812, policy: 31, phone: null, step: null, evidence: [] };
const plan = [
  ['boot', { version: '0.1.0', prev_up_ms: null }, { state: 'rtc', off_ms: null, unc_ms: null }],
  ['clock', { from: 'rtc', to: 'anchored', jump_ms: -1500, reason: 'receipt' }],
  ['config', { version: 3, sha256: fileHash('config') }],
  ['roster', { version: 812, sha256: fileHash('roster') }],
  ['policy', { version: 31, sha256: fileHash('policy') }],
  ['checkin', CHECKIN],
  ['direction', { of: 6, dir: 'in' }],
  ['refused', { code: 'TANDA_TANGAN_SALAH', count: 3, payload: fileHash('payload') }],
  ['checkin', { ...CHECKIN, badge: hex(bytes('badge 2', 8)), person: null, dir: 'auto', marks: ['clock', 'unknown', 'roster_old'],
    evidence: [{ sha256: fileHash('photo'), bytes: 65536 }] }, { state: 'rtc', off_ms: null, unc_ms: null }],
  ['alarm', { code: 'PENYIMPANAN', detail: 'sisa ruang 1 % — "ledger.db", baris\n2' }],
  ['checkpoint', { note: 'hadir/contoh/1\n3\nAAAA\n\n— hadir/contoh/1 AAAA\n' }],
  ['boot', { version: '0.1.1', prev_up_ms: 86400123 }, { state: 'unset', off_ms: null, unc_ms: null }],
];
function field(seq, kind, body, clock, inc = 1, device = dev) {
  return { v: 1, dev: hex(device), inc, seq, kind, at: new Date(START + seq * 1250).toISOString(), boot: hex(boot), up_ms: 900000 + seq * 1250,
    clock: clock ?? { state: 'anchored', off_ms: -3, unc_ms: 40 }, r: base64url(bytes(`r ${inc} ${seq}`, 16)), body };
}
function chainOf(rows, inc, ledger, device = dev, prev = f.genesis(device, inc, ledger.pub), from = 1) {
  return rows.map((line, i) => {
    const raw = Buffer.isBuffer(line) ? line : Buffer.from(line), n = from + i;
    const hash = f.link(prev, raw);
    prev = hash;
    const message = f.headMessage(device, inc, n, hash);
    return { seq: n, raw, line: raw.toString(), hash, message, sig: ledger.sign(message) };
  });
}
const fields = plan.map(([kind, body, clock], i) => field(i + 1, kind, body, clock));
const chain = chainOf(fields.map((row) => json(row)), 1, keys.ledger);
const second = field(1, 'incarnation', { prev_inc: 1, prev_seq: chain.length, prev_head: hex(chain.at(-1).hash) }, undefined, 2);
const chain2 = chainOf([json(second), json(field(2, 'checkin', { ...CHECKIN, dir: 'out' }, undefined, 2))], 2, keys['ledger 2']);

const base = json(fields[5]);
const replace = (from, to, text = base) => { if (!text.includes(from)) throw new Error(from); return text.replace(from, to); };
const nested = (depth) => '['.repeat(depth - 2) + ']'.repeat(depth - 2);  // inside "body" of depth 2
const long = (size) => {
  const [before, after] = json(field(6, 'alarm', { code: 'X', detail: '#' })).split('#');
  return { before, fill: 'a', times: size - before.length - after.length, after, bytes: size };
};
const identity = { dev: hex(dev), inc: 1, seq: 6 };
const faults = [
  // reason, text or bytes, what central can still read of it: 'kept' (quarantined) or a refusal
  ['byte order mark', '\ufeff' + base, 'MALFORMED'],
  ['byte after the object', base + ' ', 'MALFORMED'],
  ['byte before the object', ' ' + base, 'MALFORMED'],
  ['second object', base + '{}', 'MALFORMED'],
  ['cut short', base.slice(0, -1), 'MALFORMED'],
  ['not an object', '[]', 'MALFORMED'],
  ['empty', '', 'MALFORMED'],
  ['comma before the end', base.slice(0, -1) + ',}', 'MALFORMED'],
  ['bad UTF-8 outside a string', Buffer.concat([Buffer.from(base.slice(0, -1)), Buffer.from([0xff]), Buffer.from('}')]), 'MALFORMED'],
  ['dev twice', replace('"inc":1', `"dev":"${hex(dev)}","inc":1`), 'MALFORMED'],
  ['seq twice, once escaped', base.slice(0, -1) + ',"s\\u0065q":7}', 'MALFORMED'],
  ['dev in upper case', replace(hex(dev), hex(dev).toUpperCase()), 'MALFORMED'],
  ['dev too short', replace(hex(dev), hex(dev).slice(2)), 'MALFORMED'],
  ['inc 0', replace('"inc":1', '"inc":0'), 'MALFORMED'],
  ['inc 2^32', replace('"inc":1', '"inc":4294967296'), 'MALFORMED'],
  ['inc as text', replace('"inc":1', '"inc":"1"'), 'MALFORMED'],
  ['inc with a fraction', replace('"inc":1', '"inc":1.0'), 'MALFORMED'],
  ['seq with an exponent', replace('"seq":6', '"seq":6e0'), 'MALFORMED'],
  ['seq 0', replace('"seq":6', '"seq":0'), 'MALFORMED'],
  ['seq negative', replace('"seq":6', '"seq":-6'), 'MALFORMED'],
  ['seq with a leading zero', replace('"seq":6', '"seq":06'), 'MALFORMED'],
  ['seq 2^53', replace('"seq":6', '"seq":9007199254740992'), 'MALFORMED'],
  ['no seq', replace('"seq":6,', ''), 'MALFORMED'],
  ['seq only inside body', replace('"body":{', '"body":{"seq":6,', replace('"seq":6,', '')), 'MALFORMED'],
  ['kind twice', replace('"kind":"checkin"', '"kind":"checkin","kind":"boot"'), 'kept'],
  ['kind twice, once escaped', replace('"kind":"checkin"', '"kind":"checkin","k\\u0069nd":"boot"'), 'kept'],
  ['key twice inside body', replace('"dir":"in"', '"dir":"in","dir":"out"'), 'kept'],
  ['lone high surrogate', replace('"marks":[]', '"marks":["\\ud83d"]'), 'kept'],
  ['lone low surrogate', replace('"marks":[]', '"marks":["\\ude00\\ud83d"]'), 'kept'],
  ['bad UTF-8 inside a string', Buffer.from(replace('"method":"badge"', '"method":"b\u00ffdge"'), 'latin1'), 'kept'],
  ['UTF-8 of a surrogate', Buffer.from(replace('"method":"badge"', '"method":"\u00ed\u00a0\u0080"'), 'latin1'), 'kept'],
  ['overlong UTF-8', Buffer.from(replace('"method":"badge"', '"method":"\u00c0\u00af"'), 'latin1'), 'kept'],
  ['depth 33', replace('"evidence":[]', '"evidence":' + nested(33)), 'kept'],
  ['raw TAB in a string', replace('"method":"badge"', '"method":"bad\tge"'), 'kept'],
  ['raw TAB between tokens', replace('"seq":6,', '"seq":6,\t'), 'kept'],
  ['raw CR between tokens', replace('"seq":6,', '"seq":6,\r'), 'kept'],
  ['raw zero byte in a string', replace('"method":"badge"', '"method":"bad\0ge"'), 'MALFORMED'],
  ['raw CR in a string', replace('"method":"badge"', '"method":"bad\rge"'), 'MALFORMED'],
  ['fraction', replace('"roster":812', '"roster":812.5'), 'kept'],
  ['fraction of zero', replace('"roster":812', '"roster":812.0'), 'kept'],
  ['exponent', replace('"roster":812', '"roster":8e2'), 'kept'],
  ['minus zero', replace('"off_ms":-3', '"off_ms":-0'), 'kept'],
  ['integer past 2^53-1', replace('"roster":812', '"roster":9007199254740992'), 'kept'],
  ['minus outside *_ms', replace('"roster":812', '"roster":-812'), 'kept'],
  ['minus in an array under *_ms', replace('"off_ms":-3', '"off_ms":[-3]'), 'kept'],
  ['newer version', replace('"v":1', '"v":2'), 'kept'],
  ['at without milliseconds', replace(/\.\d{3}Z/.exec(base)[0], 'Z'), 'kept'],
  ['boot with hyphens', replace(hex(boot), hex(boot).replace(/^(.{8})/, '$1-')), 'kept'],
  ['up_ms negative', replace('"up_ms":9', '"up_ms":-9'), 'kept'],
  ['r with padding', replace(fields[5].r, fields[5].r + '=='), 'kept'],
  ['r of 15 bytes', replace(fields[5].r, fields[5].r.slice(0, 20)), 'kept'],
  ['unknown clock state', replace('"anchored"', '"good"'), 'kept'],
  ['no body', replace(/,"body":.*(?=}$)/.exec(base)[0], ''), 'kept'],
  ['body is an array', replace(/"body":.*(?=}$)/.exec(base)[0], '"body":[]'), 'kept'],
];
const asRow = (value) => {
  if (!Buffer.isBuffer(value)) return { text: value };
  return value.equals(Buffer.from(value.toString())) ? { text: value.toString() } : { hex: hex(value) };
};
write('line', {
  about: 'Section 2. `lines`: fields and the exact text a writer gives. `read`: other texts a reader accepts. `bad`: refused by the strict reader; ' +
    '`central` says what an otherwise good upload does with it: "kept" (stored, quarantined; `identity` is what it reads) or the code. ' +
    'A `recipe` stands for before + fill x times + after.',
  lines: [...fields, second].map((row) => ({ fields: row, text: json(row) })),
  read: [
    ['unknown keys', base.slice(0, -1) + ',"later":{"x":[1,null,true]}}'],
    ['other key order', json(Object.fromEntries(Object.entries(fields[5]).reverse()))],
    ['spaces between tokens', replace('"seq":6,', '"seq" : 6 , ')],
    ['unknown kind', replace('"kind":"checkin"', '"kind":"supervision"')],
    ['escaped letters', replace('"kind":"checkin"', '"k\\u0069nd":"check\\u0069n"')],
    ['surrogate pair', replace('"marks":[]', '"marks":["\\ud83d\\ude00"]')],
    ['depth 32', replace('"evidence":[]', '"evidence":' + nested(32))],
    ['inc 2^32-1', replace('"inc":1', '"inc":4294967295')],
    ['seq 2^53-1', replace('"seq":6', '"seq":9007199254740991')],
    ['least negative span', replace('"off_ms":-3', '"off_ms":-9007199254740991')],
    ['null spans', replace('"off_ms":-3,"unc_ms":40', '"off_ms":null,"unc_ms":null')],
    ['later phone badge', replace('"method":"badge"', '"method":"phone"', replace('"evidence":[]', `"evidence":[],"phone_code":"${base64url(phoneBytes)}"`))],
  ].map(([reason, text]) => ({ reason, text })).concat([{ reason: '16384 bytes', recipe: long(16384) }]),
  bad: faults.map(([reason, value, central]) => ({ reason, ...asRow(value), central, identity: central === 'kept' ? identity : null }))
    .concat([{ reason: '16385 bytes', recipe: long(16385), central: 'TOO_LARGE', identity: null }]),
});
const shownChain = (rows, inc, ledger) => ({
  dev: hex(dev), inc, seed: hex(ledger.seed), pub: hex(ledger.pub), h_0: hex(f.genesis(dev, inc, ledger.pub)),
  rows: rows.map(({ seq, line, hash, message, sig }) => ({ seq, line, hash: hex(hash), head_message: hex(message), sig: base64url(sig), sig_hex: hex(sig) })),
});
write('chain', {
  about: 'h_0, h_n, head message and sig_n of two incarnations of one terminal; the second opens with the head of the first.',
  chains: [shownChain(chain, 1, keys.ledger), shownChain(chain2, 2, keys['ledger 2'])],
});

// --- strict JSON -------------------------------------------------------------------------------------------------
const deep = (depth) => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);
write('strict_json', {
  about: 'Section 1: one JSON object, nothing around it. `good` with `plain`, the same object as JSON.stringify writes it; `bad` with a reason.',
  good: ['{}', '{"a":1}', '{"a":1,"b_ms":-1}', '{"a":[],"b":{},"c":null,"d":true,"e":false,"f":"x"}', '{"a":9007199254740991}', '{"a_ms":-9007199254740991}',
    '{"a":0,"b_ms":0}', '{ "a" :\t[ 1 ,\r\n 2 ] }', '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"}', '{"a":"\\u0000"}', '{"a":"\\ud83d\\ude00"}', '{"a":"\ufeff\u2028é😀"}',
    '{"a":{"x":1},"b":{"x":2}}', '{"":0}', '{"a\\u005fms":-5}', '{"a":1,"A":2}', deep(32), '{"a":' + '['.repeat(31) + ']'.repeat(31) + '}']
    .map((text) => ({ text, plain: json(JSON.parse(text)) })),
  bad: [['', 'empty'], [' {}', 'byte before'], ['{} ', 'byte after'], ['{}\n', 'line end after'], ['\ufeff{}', 'byte order mark'], ['[]', 'not an object'], ['1', 'not an object'],
    ['null', 'not an object'], ['{}{}', 'second object'], ['{"a":1,"a":1}', 'duplicate key'], ['{"a":1,"\\u0061":2}', 'duplicate key after unescaping'],
    ['{"x":{"a":1,"a":2}}', 'duplicate key inside'], ['{"\\ud83d\\ude00":1,"😀":2}', 'duplicate key, pair and character'], ['{"a":"\\ud800"}', 'lone high surrogate'], ['{"a":"\\udc00"}', 'lone low surrogate'],
    ['{"a":"\\ud800\\ud800\\udc00"}', 'lone high surrogate before a pair'], ['{"a":"\\ud83dx\\ude00"}', 'pair torn apart'], ['{"\\ud800":1}', 'lone surrogate in a key'],
    [deep(33), 'depth 33'], ['{"a":' + '['.repeat(32) + ']'.repeat(32) + '}', 'depth 33 of arrays'], ['{"a":1.0}', 'fraction'], ['{"a":0.5}', 'fraction'], ['{"a":1e0}', 'exponent'], ['{"a":1E+2}', 'exponent'],
    ['{"a_ms":-0}', 'minus zero'], ['{"a":-0}', 'minus zero'], ['{"a":-1}', 'minus outside *_ms'], ['{"a_ms":[-1]}', 'minus in an array'], ['{"ms":-1}', 'minus outside *_ms'], ['{"a_s":-1}', 'minus outside *_ms'],
    ['{"a":9007199254740992}', 'past 2^53-1'], ['{"a_ms":-9007199254740992}', 'past 2^53-1'], ['{"a":99999999999999999999999999}', 'past 2^53-1'], ['{"a":01}', 'leading zero'], ['{"a":+1}', 'plus'],
    ['{"a":.5}', 'no digit'], ['{"a":1.}', 'no digit'], ['{"a":0x1}', 'hexadecimal'], ['{"a":NaN}', 'no number'], ['{"a":Infinity}', 'no number'], ['{"a":tru}', 'no literal'], ['{"a":TRUE}', 'no literal'],
    ['{"a":1,}', 'comma before the end'], ['{,"a":1}', 'comma at the start'], ['{"a":[1,]}', 'comma before the end'], ['{"a" 1}', 'no colon'], ['{a:1}', 'bare key'], ["{'a':1}", 'single quotes'],
    ['{"a":"', 'cut short'], ['{"a":1', 'cut short'], ['{"a":"\\', 'cut short'], ['{"a":"\\u12', 'cut short'], ['{"a":"\\x41"}', 'unknown escape'], ['{"a":"\\u12g4"}', 'bad escape'], ['{"a":"\t"}', 'raw TAB in a string'],
    ['{"a":"\n"}', 'raw line end in a string'], ['{"a":"\0"}', 'raw zero byte in a string'], ['{"a":1}\0', 'zero byte after'], ['{/**/"a":1}', 'comment'], ['{"a":\u00a01}', 'other white space'],
    [Buffer.from('7b2261223a22ff227d', 'hex'), 'bad UTF-8'], [Buffer.from('7b2261223a22c0af227d', 'hex'), 'overlong UTF-8'], [Buffer.from('7b2261223a22eda080227d', 'hex'), 'UTF-8 of a surrogate'],
    [Buffer.from('7b2261223a22f4908080227d', 'hex'), 'past U+10FFFF'], [Buffer.from('7b2261223a22e282227d', 'hex'), 'UTF-8 cut short'], [Buffer.from('7b22ff223a317d', 'hex'), 'bad UTF-8 in a key']]
    .map(([value, reason]) => ({ reason, ...asRow(value) })),
});

// --- signed files --------------------------------------------------------------------------------------------------
const signed = (name, signer, content) =>
  `${content}sig ${name} ${signer.id} ${base64url(signer.sign(f.fileMessage(name, Buffer.from(content))))}\n`;
const table = (head, rows) => [{ ...head, rows: rows.length }, ...rows].map((row) => json(row) + '\n').join('');
const withOffice = (head, office) => ({ ...head, ...office });
const times = { issued: '2026-11-24T00:00:00.000Z', expires: '2026-12-08T00:00:00.000Z' };
const validity = { from: '2026-11-01T00:00:00.000Z', until: '2028-11-01T00:00:00.000Z' };
const keyRow = (use, signer, extra = {}) => ({ use, id: signer.id, alg: 'ed25519', pub: hex(signer.pub), ...validity, origin: null, badge_key: null, ...extra });
const evidencePub = bytes('evidence public key', 32);
const keyRows = [
  keyRow('badge', keys.badge, { badge_key: 7 }), keyRow('badge', keys['badge next'], { badge_key: 8 }),
  keyRow('roster', keys.roster), keyRow('policy', keys.policy), keyRow('receipt', keys.receipt),
  keyRow('log', keys.log, { origin: 'hadir/contoh/1' }), keyRow('log', keys['log next'], { origin: 'hadir/contoh/2' }),
  keyRow('device', keys.device), keyRow('revoked', keys.revoked),
  { ...keyRow('evidence', { id: hex(f.keyId(evidencePub)), pub: evidencePub }), alg: 'x25519' },
  { ...keyRow('ca', { id: hex(f.keyId(CA_POINT)), pub: CA_POINT }), alg: 'p256' },
];
const rosterRows = [
  { person: hex(person), name: 'Siti R.', number: '20417', home: true, admin: false, badges: [hex(badge)], phones: [], check: null, schedule: null },
  { person: hex(person2), name: 'Budi "Ucok" S.', number: '00318', home: false, admin: true, badges: [hex(bytes('badge 2', 8)), hex(bytes('badge 3', 8))],
    phones: [{ id: hex(phoneId), pub: hex(phoneKey.pub) }], check: { salt: hex(bytes('pin salt', 16)), bits: 41 }, schedule: 'BTN-REG' },
  { revoked: [hex(bytes('badge 4', 8)), hex(bytes('badge 5', 8))] },
  { erased: [hex(bytes('person 3', 8))] },
];
const rosterHead = { v: 1, kind: 'roster', dev: hex(dev), version: 812, ...times };
const office = { opd: 'Dinas PUPR', office: 'Kantor Pusat', kiosk: 'Kios 02', zone: 'Asia/Jakarta' };
const rosterContent = [withOffice({ ...rosterHead, rows: rosterRows.length }, office), ...rosterRows].map((row) => json(row) + '\n').join('');
const policyRows = [{ key: 'guard_s', value: 60 }, { key: 'day_start', value: '03:00' }, { key: 'out_after_min', value: 240 }, { key: 'evidence', value: 'off' }, { key: 'legacy', value: false }, { key: 'pin', value: 'on' }];
const revokedRows = [{ dev: hex(otherDev), inc: 1, since: '2026-11-20T03:00:00.000Z' }];
const receipt = { v: 1, dev: hex(dev), inc: 1, acked: chain.length, head: hex(chain.at(-1).hash), time: '2026-11-24T00:22:00.000Z', nonce: hex(bytes('nonce', 16)),
  roster: 812, policy: 31, keys: 4, checkpoint: null, consistency: [], fork: null };
const device = { v: 1, kind: 'device', dev: hex(dev), inc: 1, ledger_pub: hex(keys.ledger.pub), confirmed: '2026-11-23T02:00:00.000Z', by: [hex(person), hex(person2)] };
const bodyOf = (rows) => Buffer.concat(rows.flatMap(({ raw, sig }) => [raw, Buffer.from('\t' + base64url(sig) + '\n')]));
const bundleHead = { v: 1, kind: 'bundle', dev: hex(dev), inc: 1, from: 3, count: 4, prev: hex(chain[1].hash), anchor: null, checkpoint: null };
const policyContent = table({ v: 1, kind: 'policy', dev: null, version: 31, ...times }, policyRows);
const keysContent = table({ v: 1, kind: 'keys', dev: null, version: 4, issued: times.issued, expires: '2027-11-24T00:00:00.000Z' }, keyRows);
const revokedContent = table({ v: 1, kind: 'revoked', dev: null, version: 2, ...times }, revokedRows);
const files = {
  receipt: [keys.receipt, json(receipt) + '\n'],
  roster: [keys.roster, rosterContent],
  policy: [keys.policy, policyContent],
  keys: [keys.root, keysContent],
  device: [keys.device, json(device) + '\n'],
  bundle: [keys.ledger, json(bundleHead) + '\n' + bodyOf(chain.slice(2, 6)).toString()],
  revoked: [keys.revoked, revokedContent],
};
const name = (kind) => `hadir-${kind}-1`;
const text = (kind) => signed(name(kind), ...files[kind]);
const full = (kind, extra) => ({ domain: name(kind), ...shown(files[kind][0]), text: text(kind), ...extra });
const policyText = text('policy'), policySig = policyText.split('\n').at(-2);
const resigned = (content) => signed(name('policy'), keys.policy, content);
const hugeRow = json({ key: 'x', value: 'x'.repeat(1000) }) + '\n', HUGE = 8200;
const huge = { before: table({ v: 1, kind: 'policy', dev: null, version: 31, ...times }, policyRows).replace('"rows":6', `"rows":${6 + HUGE}`), fill: hugeRow, times: HUGE };
huge.after = signed(name('policy'), keys.policy, huge.before + hugeRow.repeat(HUGE)).split('\n').at(-2) + '\n';
write('signed_file', {
  about: 'Section 4: complete files. `bad` is read as `domain` with `pub`, `kind` a table of that kind; `recipe` stands for before + fill x times + after.',
  good: Object.keys(files).map((kind) => full(kind)),
  bad: [
    ['no LF at the end', policyText.slice(0, -1)],
    ['empty', ''],
    ['only the signature', resigned('')],
    ['no signature', policyContent],
    ['two signature lines', policyText + policySig + '\n'],
    ['two signature lines, the second over the first', resigned(policyText)],
    ['signature line not the last', `${policySig}\n${policyContent}`],
    ['line after the signature', policyText + '{}\n'],
    ['empty line after the signature', policyText + '\n'],
    ['CR before LF', resigned(policyContent).replace(/\n$/, '\r\n')],
    ['other domain in the line', policyText.replace('sig hadir-policy-1', 'sig hadir-roster-1')],
    ['signed under another domain', signed(name('roster'), keys.policy, policyContent).replace('sig hadir-roster-1', 'sig hadir-policy-1')],
    ['signed by a stranger', signed(name('policy'), keys.stranger, policyContent)],
    ["a stranger's signature with the right key id", signed(name('policy'), { ...keys.stranger, id: keys.policy.id }, policyContent)],
    ['other key id', policyText.replace(` ${keys.policy.id} `, ` ${keys.stranger.id} `)],
    ['key id in upper case', policyText.replace(` ${keys.policy.id} `, ` ${keys.policy.id.toUpperCase()} `)],
    ['two spaces', policyText.replace('sig hadir', 'sig  hadir')],
    ['signature with padding', policyText.replace(/\n$/, '==\n')],
    ['signature not canonical', policyText.replace(policySig, lastPlus(policySig))],
    ['changed byte in a row', policyText.replace('"value":60', '"value":61')],
    ['changed byte in the signature', policyText.replace(policySig, policySig.slice(0, -6) + (policySig.at(-6) === 'A' ? 'B' : 'A') + policySig.slice(-5))],
    ['row taken away', policyText.replace('{"key":"legacy","value":false}\n', '')],
    ['rows too many, well signed', resigned(policyContent.replace('"rows":6', '"rows":5'))],
    ['rows too few, well signed', resigned(policyContent.replace('"rows":6', '"rows":7'))],
    ['other kind, well signed', resigned(policyContent.replace('"kind":"policy"', '"kind":"roster"'))],
    ['newer version of the format, well signed', resigned(policyContent.replace('"v":1', '"v":2'))],
    ['dev in a policy, well signed', resigned(policyContent.replace('"dev":null', `"dev":"${hex(dev)}"`))],
    ['doubled key, well signed', resigned(policyContent.replace('"value":60', '"value":60,"value":60'))],
    ['empty line among the rows, well signed', resigned(policyContent.replace('"rows":6', '"rows":7') + '\n')],
  ].map(([reason, bad]) => ({ reason, kind: 'policy', domain: name('policy'), pub: hex(keys.policy.pub), text: bad }))
    .concat([{ reason: 'over 8 MiB, well signed', kind: 'policy', domain: name('policy'), pub: hex(keys.policy.pub), recipe: huge }]),
});
write('receipt', { about: 'Fields, in the order in which a writer puts them, and the complete signed file.',
  good: [receipt, { ...receipt, acked: 0, head: hex(f.genesis(dev, 1, keys.ledger.pub)), roster: null, policy: null, keys: null, nonce: hex(bytes('nonce 2', 16)) },
    { ...receipt, acked: 5, head: hex(chain[4].hash), fork: 4 }]
    .map((row) => ({ fields: row, ...shown(keys.receipt), text: signed(name('receipt'), keys.receipt, json(row) + '\n') })),
  bad: [
    ['nonce not hex', { ...receipt, nonce: 'x'.repeat(32) }], ['head missing', { ...receipt, head: undefined }], ['acked negative', { ...receipt, acked: -1 }],
    ['dev too short', { ...receipt, dev: hex(dev).slice(2) }], ['time without milliseconds', { ...receipt, time: '2026-11-24T00:22:00Z' }], ['newer version', { ...receipt, v: 2 }],
    ['fork 0', { ...receipt, fork: 0 }], ['inc 0', { ...receipt, inc: 0 }],
  ].map(([reason, row]) => ({ reason, pub: hex(keys.receipt.pub), text: signed(name('receipt'), keys.receipt, json(row) + '\n') })) });
const otherRoster = signed(name('roster'), keys.roster, rosterContent.replace(hex(dev), hex(otherDev)));
write('roster', { about: 'A roster of two people, one row of revoked badges and one of erased people; `bad` are well signed.', ...full('roster'),
  head: { ...rosterHead, rows: rosterRows.length, ...office }, rows: rosterRows,
  bad: [['of another terminal', otherRoster], ['dev null', signed(name('roster'), keys.roster, rosterContent.replace(`"dev":"${hex(dev)}"`, '"dev":null'))],
    ['zone unknown', signed(name('roster'), keys.roster, rosterContent.replace('Asia/Jakarta', 'Asia/Atlantis'))],
    ['badge id of 7 bytes', signed(name('roster'), keys.roster, rosterContent.replace(hex(badge), hex(badge).slice(2)))],
    ['501 revoked ids in a row', signed(name('roster'), keys.roster, rosterContent.replace(json(rosterRows[2]), json({ revoked: Array.from({ length: 501 }, (_, i) => hex(u64(i))) })))],
    ['501 erased ids in a row', signed(name('roster'), keys.roster, rosterContent.replace(json(rosterRows[3]), json({ erased: Array.from({ length: 501 }, (_, i) => hex(u64(i))) })))],
    ['erased id of 7 bytes', signed(name('roster'), keys.roster, rosterContent.replace(rosterRows[3].erased[0], rosterRows[3].erased[0].slice(2)))],
    ['bits of a typo check past 63', signed(name('roster'), keys.roster, rosterContent.replace('"bits":41', '"bits":64'))],
    ['salt of a typo check too short', signed(name('roster'), keys.roster, rosterContent.replace(rosterRows[1].check.salt, rosterRows[1].check.salt.slice(2)))],
    ['number of four digits', signed(name('roster'), keys.roster, rosterContent.replace('"20417"', '"2041"'))],
  ].map(([reason, bad]) => ({ reason, text: bad })) });
const sides = [['why', 'compared at the door'], ['name', 'Siti "Rahma" é😀'], ['empty', '']]
  .map(([field, value], i) => ({ inc: 1, seq: i + 1, field, salt: hex(bytes('side salt ' + i, 16)), value }));
const sideLine = json(sides[0]) + '\n', changedSide = (from, to) => sideLine.replace(from, to);
write('side', { about: 'Section 5, Side data: values with their digests; `text` is the body of a request with all of them. `bad` are bodies.',
  good: sides.map((row) => ({ ...row, digest: hex(f.sideDigest(unhex(row.salt), row.value)) })), text: sides.map((row) => json(row) + '\n').join(''),
  bad: [['empty', ''], ['no line end', sideLine.slice(0, -1)], ['blank line', sideLine + '\n'], ['salt too short', changedSide(sides[0].salt, sides[0].salt.slice(2))],
    ['salt in upper case', changedSide(sides[0].salt, sides[0].salt.toUpperCase())], ['no value', changedSide(',"value":"compared at the door"', '')], ['value is no text', changedSide('"compared at the door"', '7')],
    ['seq 0', changedSide('"seq":1', '"seq":0')], ['inc past 2^32-1', changedSide('"inc":1', '"inc":4294967296')], ['field empty', changedSide('"why"', '""')], ['field in upper case', changedSide('"why"', '"Why"')],
    ['field of 65 bytes', changedSide('why', 'x'.repeat(65))], ['doubled key', changedSide('"seq":1', '"seq":1,"seq":1')]]
    .map(([reason, bad]) => ({ reason, text: bad }))
    .concat([{ reason: 'value of 16385 bytes', recipe: { before: sideLine.slice(0, sideLine.indexOf('compared')), fill: 'x', times: 16385, after: '"}\n' } },
      { reason: 'over 1 MiB', recipe: { before: '', fill: sideLine, times: Math.floor(1048576 / sideLine.length) + 1, after: '' } }]) });
const policyWith = (rows) => signed(name('policy'), keys.policy, table({ v: 1, kind: 'policy', dev: null, version: 31, ...times }, rows));
write('policy', { about: 'A policy with every key that is known today; an unknown key is read over. `bad` are well signed.', ...full('policy'),
  head: { v: 1, kind: 'policy', dev: null, version: 31, ...times, rows: policyRows.length }, rows: policyRows,
  read: [{ reason: 'unknown key', text: policyWith([...policyRows, { key: 'later', value: [1] }]) }, { reason: 'no row: all defaults', text: policyWith([]) }],
  bad: [['guard_s as text', 'guard_s', '60'], ['guard_s past an hour', 'guard_s', 3601], ['day_start 24:00', 'day_start', '24:00'], ['day_start after noon', 'day_start', '12:01'],
    ['out_after_min past a day', 'out_after_min', 1441], ['out_after_min 0', 'out_after_min', 0],
    ['evidence of a word that is none', 'evidence', 'sometimes'], ['evidence as a flag', 'evidence', true],
    ['pin as a flag', 'pin', true], ['pin of a word that is none', 'pin', 'maybe']].map(([reason, policyKey, value]) => [reason, [{ key: policyKey, value }]])
    .map(([reason, rows]) => ({ reason, text: policyWith(rows) })) });
const keysWith = (rows) => signed(name('keys'), keys.root, table({ v: 1, kind: 'keys', dev: null, version: 4, issued: times.issued, expires: '2027-11-24T00:00:00.000Z' }, rows));
const changedKey = (i, change) => keyRows.map((row, at) => (at === i ? { ...row, ...change } : row));
write('keys', { about: 'The keys file, signed by the root (`seed`, `pub`). An unknown use is read over. `bad` are well signed.', ...full('keys'),
  head: { v: 1, kind: 'keys', dev: null, version: 4, issued: times.issued, expires: '2027-11-24T00:00:00.000Z', rows: keyRows.length }, rows: keyRows,
  read: [{ reason: 'unknown use', text: keysWith([...keyRows, keyRow('later', keys.stranger)]) }],
  bad: [['one public key under two uses', keysWith([...keyRows, keyRow('device', keys.roster)])], ['id is not the key\'s', keysWith(changedKey(2, { id: keys.policy.id }))],
    ['badge key number twice', keysWith(changedKey(1, { badge_key: 7 }))], ['badge key number 0', keysWith(changedKey(0, { badge_key: 0 }))], ['badge key number 256', keysWith(changedKey(0, { badge_key: 256 }))],
    ['badge key without a number', keysWith(changedKey(0, { badge_key: null }))], ['log key without an origin', keysWith(changedKey(5, { origin: null }))],
    ['small-order key', keysWith(changedKey(2, { pub: '01' + '00'.repeat(31), id: hex(f.keyId(unhex('01' + '00'.repeat(31)))) }))], ['wrong algorithm for the use', keysWith(changedKey(2, { alg: 'x25519' }))],
    ['signed by a stranger', signed(name('keys'), keys.stranger, keysContent)]].map(([reason, bad]) => ({ reason, text: bad })) });
const statement = (row) => signed(name('device'), keys.device, json(row) + '\n');
const unconfirmed = { ...device, inc: 2, ledger_pub: hex(keys['ledger 2'].pub), confirmed: null, by: [] };
write('device', { about: 'Device statements: confirmed by two people, and not yet confirmed. `bad` are well signed.', ...shown(keys.device),
  good: [device, unconfirmed].map((row) => ({ fields: row, text: statement(row) })),
  bad: [['confirmed by one person twice', { ...device, by: [hex(person), hex(person)] }], ['confirmed by one person', { ...device, by: [hex(person)] }], ['confirmed by nobody', { ...device, by: [] }],
    ['two people but no date', { ...device, confirmed: null }], ['small-order ledger key', { ...device, ledger_pub: '01' + '00'.repeat(31) }], ['other kind', { ...device, kind: 'receipt' }]]
    .map(([reason, row]) => ({ reason, text: statement(row) })) });

// --- enrolment -----------------------------------------------------------------------------------------------------
const slot = bytes('slot', 5), secret = bytes('secret', 10), url = 'https://hadir.contoh.go.id:8711';
const code = f.crockford(slot) + f.crockford(secret);
const caHash = sha256(CA), qr = (address) => 'HADIR:E:1:' + base45(Buffer.concat([slot, secret, keys.root.pub, caHash, Buffer.from(address, 'latin1')]));
const enrolMessage = f.enrolMessage(slot, keys.ledger.pub, CSR), mac = f.hmac(secret, enrolMessage);
const keysFile = Buffer.from(text('keys')), answerMessage = f.enrolledMessage(mac, dev, CERTIFICATE, keysFile);
const nonce = bytes('renew nonce', 16), renewMessage = f.renewMessage(dev, 1, nonce, CSR);
const incMessage = f.incarnationMessage(dev, 1, chain.length, chain.at(-1).hash, nonce, keys['ledger 2'].pub);
write('enrolment', {
  about: 'Section 6 and the incarnation of section 5. `csr`, `ca`, `certificate` are real DER for `dev`; messages are what is signed or under the MAC.',
  slot: hex(slot), secret: hex(secret), code, code_grouped: code.replace(/(.{4})(?=.)/g, '$1-'),
  code_read: [code.toLowerCase(), code.replace(/(.{4})(?=.)/g, '$1 '), code.replaceAll('1', 'I').replaceAll('0', 'o')],
  code_bad: [code.slice(1), code + '0', 'U' + code.slice(1), ''],
  url, ca_sha256: hex(caHash), qr: qr(url),
  qr_bad: [['lower case', qr(url).toLowerCase()], ['no URL', qr('')], ['plain http', qr('http://hadir.contoh.go.id')], ['control character in the URL', qr(url + '\n')], ['another version', qr(url).replace('HADIR:E:1:', 'HADIR:E:2:')],
    ['cut short', qr(url).slice(0, 120)], ['URL of 201 bytes', qr('https://' + 'a'.repeat(193))]].map(([reason, bad]) => ({ reason, bad })),
  dev: hex(dev), root: shown(keys.root), ledger: shown(keys.ledger), csr: base64(CSR), ca: base64(CA), certificate: base64(CERTIFICATE), keys_file: keysFile.toString(),
  enrol_message: hex(enrolMessage),
  request: json({ slot: hex(slot), ledger_pub: hex(keys.ledger.pub), csr: base64(CSR), mac: hex(mac), sig: base64url(keys.ledger.sign(enrolMessage)) }),
  enrolled_message: hex(answerMessage),
  answer: json({ dev: hex(dev), certificate: base64(CERTIFICATE), keys: base64(keysFile), mac: hex(f.hmac(secret, answerMessage)) }),
  renewal: { inc: 1, nonce: hex(nonce), message: hex(renewMessage), request: json({ csr: base64(CSR), nonce: hex(nonce), sig: base64url(keys.ledger.sign(renewMessage)) }) },
  incarnation: { prev_inc: 1, prev_seq: chain.length, prev_head: hex(chain.at(-1).hash), nonce: hex(nonce), new_ledger: shown(keys['ledger 2']), message: hex(incMessage),
    request: json({ ledger_pub: hex(keys['ledger 2'].pub), prev_inc: 1, prev_seq: chain.length, prev_head: hex(chain.at(-1).hash), nonce: hex(nonce),
      sig_old: base64url(keys.ledger.sign(incMessage)), sig_new: base64url(keys['ledger 2'].sign(incMessage)) }) },
  fingerprints: [keys.ledger, keys['ledger 2']].map(({ pub }) => ({ pub: hex(pub), text: f.fingerprint(pub) })),
});

// --- Ed25519 -------------------------------------------------------------------------------------------------------
const SMALL = ['0100000000000000000000000000000000000000000000000000000000000000', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000', '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'].map(unhex);
const nonCanonical = [['y = p', ed.P, 0], ['y = p, sign bit', ed.P, 1], ['y = p + 1', ed.P + 1n, 0], ['y = p + 1, sign bit', ed.P + 1n, 1], ['y = 1, sign bit though x = 0', 1n, 1],
  ['y = p - 1, sign bit though x = 0', ed.P - 1n, 1], ['y = p + 3', ed.P + 3n, 0], ['y = p + 18 (2^255 - 1)', ed.P + 18n, 0]].map(([reason, y, sign]) => {
  const b = ed.toLittleEndian(y); b[31] |= sign << 7; return { reason, pub: b };
});
const victim = key('ed25519'), scalar = ed.secretScalar(victim.seed);
const messageFor = (label, fits) => { for (let i = 0; ; i++) { const m = Buffer.from(`hadir ${label} ${i}`); if (fits(m)) return m; } };
const r = ed.fromLittleEndian(bytes('ed25519 r', 32)) % ed.L, R = ed.encode(ed.multiply(ed.BASE, r));
const half = (r1, s) => Buffer.concat([r1, ed.toLittleEndian(s)]);
const refused = [], accepted = [];
const row = (reason, pub, message, signature) => ({ reason, pub: hex(pub), message: hex(message), signature: hex(signature), openssl: ed.verifyLoosely(pub, message, signature) });
const plainMessage = Buffer.from('hadir'), plainSig = victim.sign(plainMessage);
for (const [seed, message] of [['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', ''], ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '72'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'af82']])
  accepted.push(row('RFC 8032 7.1', ed.publicOf(unhex(seed)), unhex(message), ed.sign(unhex(seed), unhex(message))));
accepted.push(row('plain', victim.pub, plainMessage, plainSig));
const long1k = bytes('long message', 1023);
accepted.push(row('1023 bytes', victim.pub, long1k, victim.sign(long1k)));
refused.push(row('other message', victim.pub, Buffer.from('hadiR'), plainSig), row('other key', keys.stranger.pub, plainMessage, plainSig), row('R changed', victim.pub, plainMessage, flip(plainSig, 3)),
  row('S changed', victim.pub, plainMessage, flip(plainSig, 40)), row('S raised by L', victim.pub, plainMessage, shiftS(plainSig)), row('63 bytes', victim.pub, plainMessage, plainSig.subarray(0, 63)),
  row('65 bytes', victim.pub, plainMessage, Buffer.concat([plainSig, Buffer.from([0])])), row('all zero', victim.pub, plainMessage, Buffer.alloc(64)));
{ // S = L: the smallest S that is refused; with A small and R the identity the equation itself holds
  const id = SMALL[0];
  refused.push(row('S = L', id, plainMessage, half(id, ed.L)), row('S = 0, A and R the identity', id, plainMessage, half(id, 0n)));
}
SMALL.forEach((A, i) => { // S B = R + h A holds when h is a multiple of A's order
  const message = messageFor('small A', (m) => ed.challenge(R, A, m) % 8n === 0n);
  refused.push(row(`small-order A ${i + 1} of 8`, A, message, half(R, r)));
});
SMALL.forEach((point, i) => {
  refused.push(row(`small-order R ${i + 1} of 8`, victim.pub, plainMessage, half(point, ed.mod(ed.challenge(point, victim.pub, plainMessage) * scalar, ed.L))));
});
for (const { reason, pub } of nonCanonical.filter(({ pub }) => { const d = ed.decode(pub); return d && ed.isSmallOrder(d.point); })) {
  const message = messageFor('non-canonical A', (m) => ed.challenge(R, pub, m) % 8n === 0n);
  refused.push(row(`non-canonical A: ${reason}`, pub, message, half(R, r)));
  refused.push(row(`non-canonical R: ${reason}`, victim.pub, plainMessage, half(pub, ed.mod(ed.challenge(pub, victim.pub, plainMessage) * scalar, ed.L))));
}
{ // A plus a point of order 8: not of small order, so only the equation decides, and it is the one without cofactor
  const mixed = ed.encode(ed.add(ed.decode(victim.pub).point, ed.decode(SMALL[4]).point));
  const s = (m) => ed.mod(r + ed.challenge(R, mixed, m) * scalar, ed.L);
  const fits = messageFor('mixed', (m) => ed.challenge(R, mixed, m) % 8n === 0n), not = messageFor('mixed', (m) => ed.challenge(R, mixed, m) % 8n !== 0n);
  accepted.push(row('A of mixed order, the equation holds', mixed, fits, half(R, s(fits))));
  refused.push(row('A of mixed order, holds only after multiplying by 8', mixed, not, half(R, s(not))));
}
write('ed25519', {
  about: 'Strict verification: S < L; A and R canonical and not of small order; S B = R + h A without cofactor. `openssl` is what OpenSSL alone says. ' +
    '`bad_keys` are refused as public keys at enrolment and incarnation.',
  accepted, refused,
  bad_keys: [...SMALL.map((pub, i) => ({ reason: `small order ${i + 1} of 8`, pub: hex(pub) })), ...nonCanonical.map(({ reason, pub }) => ({ reason: `not canonical: ${reason}`, pub: hex(pub) })),
    { reason: 'no point has y = 2', pub: hex(ed.toLittleEndian(2n)) }],
});

// --- upload --------------------------------------------------------------------------------------------------------
const STORED = 2, FROM = 3, COUNT = 4;
const batch = chain.slice(FROM - 1, FROM - 1 + COUNT);
const headers = { 'Content-Type': 'application/x-ndjson', 'Content-Encoding': 'zstd', 'Hadir-Nonce': hex(bytes('nonce', 16)), 'Hadir-Count': String(COUNT), 'Hadir-Prev': hex(chain[STORED - 1].hash) };
const request = (inc, from) => `/v1/devices/${hex(dev)}/records?inc=${inc}&from=${from}`;
const bodyRow = (body) => { const b = Buffer.isBuffer(body) ? body : Buffer.from(body); return b.equals(Buffer.from(b.toString())) ? { body: b.toString() } : { body_hex: hex(b) }; };
const post = (reason, body, { inc = 1, from = FROM, count = COUNT, prev = chain[from - 2]?.hash ?? f.genesis(dev, inc, keys.ledger.pub), ...answer }) =>
  ({ reason, target: request(inc, from), headers: { ...headers, 'Hadir-Count': String(count), 'Hadir-Prev': hex(prev) }, ...bodyRow(body), ...answer });
const goodBody = bodyOf(batch).toString(), bodyLines = goodBody.split('\n').slice(0, -1);
const reLines = (change) => bodyLines.map((line, i) => change(line, i + 1)).map((line) => line + '\n').join('');
// The batch with line `at` replaced, hashed and signed anew from there by the right ledger key.
const reSigned = (at, line) => bodyOf(chainOf(batch.map((one, i) => (i + 1 === at ? line : one.raw)), 1, keys.ledger, dev, chain[STORED - 1].hash, FROM));
const third = json(fields[3]); // line 2 of the batch, seq 4
const keptLine = [['raw TAB in a string', replace('"roster"', '"ros\tter"', third)], ['lone surrogate', replace('"roster"', '"\\ud800"', third)], ['bad UTF-8 in a string', Buffer.from(replace('"roster"', '"\u00ff"', third), 'latin1')],
  ['kind twice', replace('"kind":"roster"', '"kind":"roster","kind":"boot"', third)], ['depth 40', replace('"version":812', '"version":' + nested(40), third)], ['newer version', replace('"v":1', '"v":2', third)],
  ['fraction', replace('"version":812', '"version":1.5', third)]];
const brokenLine = [['dev twice', replace('"inc":1', `"inc":1,"dev":"${hex(dev)}"`, third)], ['seq as text', replace('"seq":4', '"seq":"4"', third)], ['seq twice, once escaped', replace('"seq":4', '"seq":4,"\\u0073eq":4', third)],
  ['not an object', '[]'], ['byte order mark', '\ufeff' + third]];
const fork = chainOf([third.replace('812', '813'), ...batch.slice(2).map(({ raw }) => raw)], 1, keys.ledger, dev, chain[2].hash, 4);
const longRow = long(16385), longBody = { before: bodyLines[0] + '\n' + longRow.before.replace('"seq":6', '"seq":4'), fill: 'a', times: longRow.times, after: longRow.after + '\t' + base64url(Buffer.alloc(64, 1)) + '\n' };
write('upload', {
  about: `Section 5, without the zstd frame (its bytes are not canonical): bodies before packing. Central holds rows 1 to ${STORED} of inc 1 of chain.json unless \`stored\` says more; ` +
    'the terminal is not revoked. `code` and `line` are the answer; `good` rows are stored, `quarantined` are line numbers, from 1.',
  dev: hex(dev), inc: 1, ledger_pub: hex(keys.ledger.pub), stored: STORED, head_stored: hex(chain[STORED - 1].hash),
  good: [
    { ...post('rows 3 to 6', goodBody, { acked: 6, quarantined: [] }), lines: batch.map(({ line, sig }) => ({ line, sig: base64url(sig) })) },
    post('rows 1 to 4, of which two are known', bodyOf(chain.slice(0, 4)), { from: 1, acked: 4, quarantined: [] }),
    { ...post('the same batch again', goodBody, { acked: 6, quarantined: [] }), stored: 6 },
    post('no row, at the end', '', { count: 0, acked: 2, quarantined: [] }),
    post('no row, in the middle', '', { count: 0, from: 2, acked: 2, quarantined: [] }),
    post('no row, at the start', '', { count: 0, from: 1, acked: 2, quarantined: [] }),
    ...keptLine.map(([reason, line]) => post('quarantined: ' + reason, reSigned(2, line), { acked: 6, quarantined: [2] })),
  ],
  bad: [
    post('rows missing in between', bodyOf(chain.slice(6, 8)), { from: 7, count: 2, code: 'GAP', line: null, expect_from: 3 }),
    post('unknown inc', goodBody, { inc: 2, code: 'CONFLICT', line: null, expect_inc: 1 }),
    post('Hadir-Prev of another row', goodBody, { prev: chain[0].hash, code: 'BAD_CHAIN', line: 1 }),
    post('h_0 for a row that is not the first', goodBody, { prev: f.genesis(dev, 1, keys.ledger.pub), code: 'BAD_CHAIN', line: 1 }),
    post('no row and a wrong Hadir-Prev', '', { count: 0, prev: chain[0].hash, code: 'BAD_CHAIN', line: 1 }),
    post('line of another terminal, well signed', reSigned(2, third.replace(hex(dev), hex(otherDev))), { code: 'BAD_CHAIN', line: 2 }),
    post('line of another inc, well signed', reSigned(2, third.replace('"inc":1', '"inc":2')), { code: 'BAD_CHAIN', line: 2 }),
    post('line that skips a seq, well signed', reSigned(2, third.replace('"seq":4', '"seq":5')), { code: 'BAD_CHAIN', line: 2 }),
    post('lines 2 and 3 exchanged', [0, 2, 1, 3].map((i) => bodyLines[i] + '\n').join(''), { code: 'BAD_CHAIN', line: 2 }),
    post('changed byte in line 2', goodBody.replace('"version":812', '"version":813'), { code: 'BAD_SIGNATURE', line: 2 }),
    post('changed byte in the signature of line 3', reLines((line, n) => (n === 3 ? line.slice(0, -6) + (line.at(-6) === 'A' ? 'B' : 'A') + line.slice(-5) : line)), { code: 'BAD_SIGNATURE', line: 3 }),
    post('signed by another key', bodyOf(chainOf(batch.map(({ raw }) => raw), 1, keys['ledger 2'], dev, chain[STORED - 1].hash, FROM)), { code: 'BAD_SIGNATURE', line: 1 }),
    post('no LF at the end', goodBody.slice(0, -1), { code: 'MALFORMED', line: 4 }),
    post('blank line', goodBody + '\n', { count: 5, code: 'MALFORMED', line: 5 }),
    post('no TAB in line 2', reLines((line, n) => (n === 2 ? line.replace('\t', ' ') : line)), { code: 'MALFORMED', line: 2 }),
    post('CR before LF in line 2', reLines((line, n) => (n === 2 ? line + '\r' : line)), { code: 'MALFORMED', line: 2 }),
    post('signature of line 2 not canonical', reLines((line, n) => (n === 2 ? lastPlus(line) : line)), { code: 'MALFORMED', line: 2 }),
    post('signature of line 2 with padding', reLines((line, n) => (n === 2 ? line + '==' : line)), { code: 'MALFORMED', line: 2 }),
    post('one line less than counted', goodBody, { count: 5, code: 'MALFORMED', line: null }),
    post('one line more than counted', goodBody, { count: 3, code: 'MALFORMED', line: null }),
    post('body though the count is 0', goodBody, { count: 0, code: 'MALFORMED', line: null }),
    ...brokenLine.map(([reason, line]) => post('line 2: ' + reason, reSigned(2, line), { code: 'MALFORMED', line: 2 })),
    { ...post('line 2 of 16385 bytes', '', { count: 2, code: 'TOO_LARGE', line: 2 }), body: undefined, body_recipe: longBody },
    { ...post('other row 4', bodyOf(fork), { from: 4, count: 3, code: 'FORK', line: null, fork_from: 4 }), stored: 6 },
  ],
  bad_headers: [['Hadir-Nonce', 'too short', 'ab'], ['Hadir-Nonce', 'upper case', hex(bytes('nonce', 16)).toUpperCase()], ['Hadir-Nonce', 'missing', null], ['Hadir-Count', 'leading zero', '04'], ['Hadir-Count', 'sign', '+4'],
    ['Hadir-Count', 'over 500', '501'], ['Hadir-Count', 'missing', null], ['Hadir-Prev', 'too long', hex(chain[1].hash) + '00'], ['Hadir-Prev', 'missing', null], ['Hadir-Checkpoint', 'not canonical base64', 'AB==']]
    .map(([header, reason, value]) => ({ header, reason, value, code: header === 'Hadir-Count' && value === '501' ? 'TOO_LARGE' : 'MALFORMED' })),
  bad_targets: [`/v1/devices/${hex(dev)}/records?inc=1`, `/v1/devices/${hex(dev)}/records?from=3`, `/v1/devices/${hex(dev)}/records?inc=1&inc=1&from=3`, `/v1/devices/${hex(dev)}/records?inc=01&from=3`, `/v1/devices/${hex(dev)}/records?inc=0&from=3`,
    `/v1/devices/${hex(dev)}/records?inc=1&from=0`, `/v1/devices/${hex(dev)}/records?inc=1&from=-3`, `/v1/devices/${hex(dev)}/records?inc=4294967296&from=3`, `/v1/devices/${hex(dev)}/records?inc=1&from=9007199254740992`]
    .map((target) => ({ target, code: 'MALFORMED' })).concat([`/v1/devices/${hex(dev).toUpperCase()}/records?inc=1&from=3`, `/v1/devices/${hex(dev).slice(2)}/records?inc=1&from=3`].map((target) => ({ target, code: 'NOT_FOUND' }))),
});

// --- log ---------------------------------------------------------------------------------------------------------
const leaves = [...Array(70).keys()].map((i) => l.leafHash(Buffer.from(`line ${i}`)));
const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 70];
const pairs = sizes.flatMap((to) => sizes.filter((from) => from <= to).map((from) => [from, to]));
write('merkle', {
  about: 'RFC 6962: leaf i is "line <i>". `roots` by size; `inclusion` {index, size, proof}; `consistency` {from, to, proof} from one size to another.',
  empty: hex(l.root([])), leaves: leaves.map(hex),
  roots: sizes.map((size) => ({ size, root: hex(l.root(leaves.slice(0, size))) })),
  inclusion: [1, 2, 3, 6, 7, 8, 33, 70].flatMap((size) => [...new Set([0, 1, size >> 1, size - 2, size - 1])].filter((i) => i >= 0 && i < size)
    .map((index) => ({ index, size, proof: l.path(index, leaves.slice(0, size)).map(hex) }))),
  consistency: pairs.map(([from, to]) => ({ from, to, proof: (from === to ? [] : l.proof(from, leaves.slice(0, to))).map(hex) })),
});
const lineLeaves = [...leaves.slice(0, 20), ...[...chain, ...chain2].map(({ raw }) => l.leafHash(raw)), ...leaves.slice(20, 40)];
const epoch = 'hadir/contoh/1';
const head = { origin: epoch, size: lineLeaves.length, root: l.root(lineLeaves) };
const headText = l.noteText(head), note = l.signNote(headText, epoch, keys.log);
const witness = l.signatureLine('saksi.example/w1', bytes('witness id', 4), bytes('witness signature', 72));
const otherNote = (change, name = epoch, signer = keys.log) => l.signNote(change, name, signer);
const badNotes = [
  ['signed by another key', otherNote(headText, epoch, keys['log next'])], ['signed under another name', otherNote(headText, 'hadir/contoh/2')],
  ['another size under the signature', note.replace(`\n${head.size}\n`, `\n${head.size + 1}\n`)],
  ['no signature', headText + '\n'], ['no empty line', note.replace('\n\n', '\n')], ['no line end', note.slice(0, -1)],
  ['CR LF', note.replaceAll('\n', '\r\n')], ['TAB', otherNote(headText.replace('hadir', 'ha\tdir'))], ['hyphen for the dash', note.replace('\u2014', '-')],
  ['empty origin', otherNote(headText.replace(epoch, ''), '')], ['size with a leading zero', otherNote(headText.replace(`\n${head.size}\n`, `\n0${head.size}\n`))],
  ['size of 2^53', otherNote(headText.replace(`\n${head.size}\n`, '\n9007199254740992\n'))], ['size with a sign', otherNote(headText.replace(`\n${head.size}\n`, `\n+${head.size}\n`))],
  ['root without padding', otherNote(headText.replace('=\n', '\n'))], ['root of 31 bytes', otherNote(`${epoch}\n1\n${base64(bytes('short', 31))}\n`)],
  ['two lines', otherNote(`${epoch}\n1\n`)], ['empty extension line', otherNote(headText + '\nmore\n')],
  ['line after the signature', note + 'more\n'], ['signature not base64', note.slice(0, -2) + '*\n'],
  ['key id without a signature', headText + '\n' + l.signatureLine(epoch, l.noteKeyId(epoch, keys.log.pub), Buffer.alloc(0))],
  ['signature too short', headText + '\n' + l.signatureLine(epoch, l.noteKeyId(epoch, keys.log.pub), Buffer.alloc(63))],
  ['a second signature of the key that does not fit', note + l.signatureLine(epoch, l.noteKeyId(epoch, keys.log.pub), Buffer.alloc(64))],
];
write('checkpoint', {
  about: 'C2SP tlog-checkpoint by the first log key of keys.json. `good` {origin, size, root, text}: `read` only by readers.', ...shown(keys.log),
  note_key_id: hex(l.noteKeyId(epoch, keys.log.pub)),
  good: [head, { origin: epoch, size: 0, root: l.root([]) }].map((row) => ({ ...row, root: hex(row.root), text: l.signNote(l.noteText(row), epoch, keys.log) })),
  read: [['another signature before', headText + '\n' + witness + note.slice(headText.length + 1)], ['another signature after', note + witness],
    ['an extension line', otherNote(headText + 'more\n')], ['the log\'s name under another key id', note + l.signatureLine(epoch, bytes('other id', 4), bytes('other', 64))]]
    .map(([reason, value]) => ({ reason, text: value })),
  bad: badNotes.map(([reason, value]) => ({ reason, text: value })),
});
const evidence = (row, { device: said = statement(device), pub = keys.ledger.pub, prev = null, sig = row.sig, line = row.raw } = {}) => {
  const before = row.seq === 1 ? f.genesis(dev, 1, keys.ledger.pub) : chain[row.seq - 2].hash;
  return Buffer.from(json({ line: base64(line), prev: base64(prev ?? before), sig: base64(sig), dev_key: base64(pub), device: base64(Buffer.from(said)) }));
};
const at6 = 20 + 5, row6 = chain[5];
const proofOf = (index, extra, change = {}) => l.writeProof({ index, extra, hashes: l.path(index, lineLeaves), note, ...change });
const good6 = proofOf(at6, evidence(row6));
const bumped = Buffer.from(row6.raw.toString().replace('"dir":"in"', '"dir":"out"'));
write('proof', {
  about: 'tlog-proof files of records of chain.json among other leaves, judged under keys.json. `good` rows say the verdict; `bad` cannot be read as a proof.',
  code: l.proofCode(l.leafHash(row6.raw)), leaf: hex(l.leafHash(row6.raw)),
  good: [
    ['VALID', 'a check-in', good6], ['VALID', 'the first record', proofOf(20, evidence(chain[0]))],
    ['CHANGED', 'another direction in the line', proofOf(at6, evidence(row6, { line: bumped }))],
    ['CHANGED', 'another hash before', proofOf(at6, evidence(row6, { prev: chain[6].hash }))],
    ['CHANGED', 'another key', proofOf(at6, evidence(row6, { pub: keys['ledger 2'].pub }))],
    ['CHANGED', 'the signature of another record', proofOf(at6, evidence(row6, { sig: chain[6].sig }))],
    ['NOT IN LOG', 'another index', proofOf(at6, evidence(row6), { index: at6 + 1 })],
    ['NOT IN LOG', 'an index past the end', proofOf(at6, evidence(row6), { index: lineLeaves.length })],
    ['NOT IN LOG', 'a path cut short', proofOf(at6, evidence(row6), { hashes: l.path(at6, lineLeaves).slice(0, -1) })],
    ['NOT IN LOG', 'a path with one hash more', proofOf(at6, evidence(row6), { hashes: [...l.path(at6, lineLeaves), leaves[0]] })],
    ['NOT IN LOG', 'the path of another record', proofOf(at6, evidence(row6), { hashes: l.path(at6 + 1, lineLeaves) })],
    ['NOT IN LOG', 'a checkpoint by a stranger', proofOf(at6, evidence(row6), { note: otherNote(headText, epoch, keys.stranger) })],
    ['NOT IN LOG', 'an origin that is not listed', proofOf(at6, evidence(row6), { note: otherNote(headText.replace(epoch, 'hadir/contoh/9'), 'hadir/contoh/9') })],
    ['NOT IN LOG', 'the key of the next epoch under this one', proofOf(at6, evidence(row6), { note: otherNote(headText, epoch, keys['log next']) })],
    ['IN LOG, TERMINAL UNPROVEN', 'no device statement', proofOf(at6, evidence(row6, { device: '' }))],
    ['IN LOG, TERMINAL UNPROVEN', 'not confirmed', proofOf(at6, evidence(row6, { device: statement({ ...device, confirmed: null, by: [] }) }))],
    ['IN LOG, TERMINAL UNPROVEN', 'a statement by a stranger', proofOf(at6, evidence(row6, { device: signed('hadir-device-1', keys.stranger, json(device) + '\n') }))],
    ['IN LOG, TERMINAL UNPROVEN', 'a statement for another inc', proofOf(at6, evidence(row6, { device: statement({ ...device, inc: 2 }) }))],
    ['IN LOG, TERMINAL UNPROVEN', 'a statement for another terminal', proofOf(at6, evidence(row6, { device: statement({ ...device, dev: hex(otherDev) }) }))],
    ['IN LOG, TERMINAL UNPROVEN', 'a statement for another key', proofOf(at6, evidence(row6, { device: statement({ ...device, ledger_pub: hex(keys['ledger 2'].pub) }) }))],
  ].map(([verdict, reason, value]) => ({ verdict, reason, text: value })),
  bad: [
    ['empty', ''], ['another format', good6.replace('@v1', '@v2')], ['no extra data', proofOf(at6, undefined)], ['extra data not base64', good6.replace('extra e', 'extra *')],
    ['extra data no JSON', proofOf(at6, Buffer.from('{'))], ['extra data without a field', proofOf(at6, Buffer.from('{"line":""}'))],
    ['a line that names no record', proofOf(at6, evidence(row6, { line: Buffer.from('{}') }))], ['no index', good6.replace('index ', 'place ')],
    ['index with a leading zero', good6.replace('index ', 'index 0')], ['index negative', good6.replace('index ', 'index -')],
    ['a hash of 31 bytes', proofOf(at6, evidence(row6), { hashes: [bytes('short', 31)] })], ['no checkpoint', good6.slice(0, good6.indexOf('\n\n') + 2)],
    ['nothing behind the path', good6.slice(0, good6.indexOf('\n\n') + 1)], ['CR LF', good6.replaceAll('\n', '\r\n')],
    ['a path of 65 hashes', proofOf(at6, evidence(row6), { hashes: Array(65).fill(leaves[0]) })], ['a note that is none', proofOf(at6, evidence(row6), { note: 'x\n' })],
  ].map(([reason, value]) => ({ reason, text: value })),
});

// --- PINs ----------------------------------------------------------------------------------------------------------
const pinSecret = bytes('photo secret', 32), pinPub = box.publicOf(pinSecret), pinUse = { dev: hex(dev), person: hex(person), at: '2026-11-24T00:21:09.101Z', pin: '048213' };
const sealedPin = (once, pin = pinUse.pin) => Buffer.concat([f.domain('hadir-sealed-pin-1'), f.keyId(pinPub),
  box.sealBox(Buffer.concat([dev, person, u64(Date.parse(pinUse.at)), Buffer.from(pin)]), pinPub, bytes(once, 32))]);
write('pin', { about: 'Section 4, `check`: six bits of salt and PIN. Section 5: a sealed PIN; `changed`: byte `at` of it is another, `bad`: not opened.',
  check: ['000000', '048213', '123456', '999999'].map((pin, i) => ({ salt: hex(bytes('pin salt ' + i, 16)), pin, bits: f.pinBits(bytes('pin salt ' + i, 16), pin) })),
  secret: hex(pinSecret), pub: hex(pinPub), key_id: hex(f.keyId(pinPub)), ...pinUse, value: base64(sealedPin('pin once')),
  changed: [0, 18, 19, 22, 23, 54, 55, 70, 71, 108].map((at) => ({ at })),
  bad: [{ reason: 'a letter among the digits', value: base64(sealedPin('pin once 2', '04821x')) }, { reason: 'five digits', value: base64(sealedPin('pin once 3', '04821')) },
    { reason: 'seven digits', value: base64(sealedPin('pin once 4', '0482131')) }, { reason: 'no padding', value: base64(sealedPin('pin once')).replace(/=+$/, '') + ' ' }, { reason: 'empty', value: '' }] });

// --- photographs ---------------------------------------------------------------------------------------------------
const photoSecret = bytes('photo secret', 32), photoPub = box.publicOf(photoSecret), jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), bytes('jpeg', 60)]);
const facts = { face: 1, sharpness: 1234, brightness: 97 };
const sealedPhoto = (once, { face = facts.face, size = jpeg.length } = {}) => {
  const plain = Buffer.alloc(16384 - 18 - 48);
  Buffer.concat([Buffer.from([face]), f.u16(facts.sharpness), Buffer.from([facts.brightness]), f.u32(size), jpeg]).copy(plain);
  return Buffer.concat([f.domain('hadir-photo-1'), f.keyId(photoPub), box.sealBox(plain, photoPub, bytes(once, 32))]);
};
write('photo', { about: 'A sealed photograph. `changed`: byte `at` of it is another; `bad`: well sealed, wrong inside. Neither is opened.',
  secret: hex(photoSecret), pub: hex(photoPub), key_id: hex(f.keyId(photoPub)), ...facts, jpeg: hex(jpeg),
  sealed: base64(sealedPhoto('photo once')), changed: [0, 13, 14, 17, 18, 49, 50, 65, 66, 16383].map((at) => ({ at })),
  bad: [{ reason: 'a face that is neither seen nor not', sealed: base64(sealedPhoto('photo once 2', { face: 3 })) },
    { reason: 'a JPEG that ends past the file', sealed: base64(sealedPhoto('photo once 3', { size: 16384 })) }] });
