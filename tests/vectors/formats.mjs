// docs/formats.md in Node's own crypto, written apart from the C++ so that one mistake is not made twice.
import { createHash, createHmac } from 'node:crypto';
import { verify } from './ed25519.mjs';

// --- bytes -----------------------------------------------------------------------------------------------------
export const sha256 = (...parts) => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest();
export const hmac = (key, ...parts) => parts.reduce((h, part) => h.update(part), createHmac('sha256', key)).digest();
export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const unhex = (text) => {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error('hex');
  return Buffer.from(text, 'hex');
};
export const u16 = (n) => { const b = Buffer.alloc(2); b.writeUInt16BE(n); return b; };
export const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
export const u64 = (n) => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(n)); return b; };
export const domain = (name) => Buffer.from(name + '\0', 'latin1');
export const keyId = (pub) => sha256(pub).subarray(0, 4);

export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export function readBase64url(text, size) {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== size || bytes.toString('base64url') !== text) throw new Error('base64url');
  return bytes;
}
export const base64 = (bytes) => Buffer.from(bytes).toString('base64');
export function readBase64(text) {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new Error('base64');
  return bytes;
}

const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
export function base45(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    let n = pair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    for (let k = 0; k < (pair ? 3 : 2); k++, n = Math.floor(n / 45)) text += BASE45[n % 45];
  }
  return text;
}
export function readBase45(text) {
  const out = [];
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((c) => BASE45.indexOf(c));
    if (digits.length === 1 || digits.includes(-1)) throw new Error('base45');
    const n = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (n > (digits.length === 3 ? 0xffff : 0xff)) throw new Error('base45');
    if (digits.length === 3) out.push(n >> 8);
    out.push(n & 255);
  }
  return Buffer.from(out);
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export function crockford(bytes) {
  let n = BigInt('0x' + hex(bytes)), text = '';
  for (let i = 0; i < bytes.length * 8 / 5; i++, n >>= 5n) text = CROCKFORD[Number(n & 31n)] + text;
  return text;
}
export function readCrockford(text, size) {
  const plain = text.toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
  if (plain.length !== size * 8 / 5) throw new Error('crockford');
  let n = 0n;
  for (const c of plain) {
    const digit = CROCKFORD.indexOf(c);
    if (digit < 0) throw new Error('crockford');
    n = n * 32n + BigInt(digit);
  }
  return Buffer.from(n.toString(16).padStart(size * 2, '0'), 'hex');
}

export function readAt(text) {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : NaN;
  if (!(ms >= 0) || new Date(ms).toISOString() !== text) throw new Error('at');
  return ms;
}
export function readDay(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new Error('day');
  readAt(text + 'T00:00:00.000Z');
  return text;
}

// --- JSON (formats.md 1) ---------------------------------------------------------------------------------------
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const INTEGER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\r\n]*/y;
const LITERAL = /true|false|null/y;
export const DEPTH_MAX = 32;

// One JSON object and nothing else. `note(reason)` hears of what the strict reader refuses but plain JSON allows;
// what is no JSON object at all is thrown.
function readObject(text, note) {
  let at = 0;
  const broken = (what) => { throw new Error(what + ' at ' + at); };
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return null;
    at = pattern.lastIndex;
    return found[0];
  };
  const expect = (c) => { if (text[at] !== c) broken('syntax'); at++; };
  const isLast = (close) => {
    take(SPACE);
    if (text[at] === ',') { at++; take(SPACE); return false; }
    expect(close);
    return true;
  };
  function string() {
    expect('"');
    let out = '';
    for (;;) {
      const c = text[at++];
      if (c === undefined) broken('syntax');
      if (c === '"') break;
      if (c < ' ') note('control', 0, c);
      if (c !== '\\') { out += c; continue; }
      const e = text[at++];
      const plain = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[e];
      if (plain !== undefined) { out += plain; continue; }
      const digits = text.slice(at, at + 4);
      if (e !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) broken('escape');
      out += String.fromCharCode(parseInt(digits, 16));
      at += 4;
    }
    if (/[\ud800-\udfff]/u.test(out)) note('surrogate');  // with the u flag: only lone ones
    return out;
  }
  function number(key) {
    const found = take(INTEGER);
    if (found === null) broken('syntax');
    if (/[.eE]/.test(found)) note('fraction');
    else if (found === '-0') note('minus-zero');
    else if (Math.abs(Number(found)) > Number.MAX_SAFE_INTEGER) note('integer');
    if (found[0] === '-' && !(key !== null && key.endsWith('_ms'))) note('minus');
    return Number(found);
  }
  function value(depth, key) {
    if (text[at] === '"') return string();
    if (text[at] === '{') return object(depth);
    if (text[at] === '[') return array(depth);
    const literal = take(LITERAL);
    return literal === null ? number(key) : { true: true, false: false, null: null }[literal];
  }
  function array(depth) {
    if (depth > DEPTH_MAX) note('depth');
    const out = [];
    expect('[');
    take(SPACE);
    if (text[at] === ']') { at++; return out; }
    do out.push(value(depth + 1, null)); while (!isLast(']'));
    return out;
  }
  function object(depth) {
    if (depth > DEPTH_MAX) note('depth');
    const out = new Map();
    expect('{');
    take(SPACE);
    if (text[at] === '}') { at++; return out; }
    do {
      const key = string();
      take(SPACE);
      expect(':');
      take(SPACE);
      const read = value(depth + 1, key);
      if (out.has(key)) note('duplicate', depth, key);
      out.set(key, read);
    } while (!isLast('}'));
    return out;
  }
  if (text.charCodeAt(0) === 0xfeff) broken('bom');
  const result = object(1);
  if (at !== text.length) broken('after');
  return result;
}
const plain = (value) =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]))
    : Array.isArray(value) ? value.map(plain) : value;

export function strictJson(bytes) {
  let text;
  try { text = utf8.decode(bytes); } catch { throw new Error('utf8'); }
  return plain(readObject(text, (reason) => { throw new Error(reason); }));
}

// --- lines and chain (2) -----------------------------------------------------------------------------------------
export const LINE_MAX = 16384;
const KINDS = 'checkin direction refused boot clock config incarnation roster policy checkpoint alarm'.split(' ');
const isHex = (value, size) => typeof value === 'string' && value.length === 2 * size && /^[0-9a-f]*$/.test(value);
const isCount = (value, from = 1, to = Number.MAX_SAFE_INTEGER) => Number.isSafeInteger(value) && value >= from && value <= to;

export function readLine(bytes) {
  if (bytes.length > LINE_MAX) throw new Error('too-long');
  if (bytes.some((b) => b === 9 || b === 10 || b === 13)) throw new Error('control');
  const line = strictJson(bytes);
  const needs = (good, what) => { if (!good) throw new Error('field ' + what); };
  needs(line.v === 1, 'v');
  needs(isHex(line.dev, 16), 'dev');
  needs(isCount(line.inc, 1, 2 ** 32 - 1), 'inc');
  needs(isCount(line.seq), 'seq');
  needs(typeof line.kind === 'string' && /^[a-z]+(-[a-z]+)*$/.test(line.kind), 'kind');
  try { readAt(line.at); } catch { needs(false, 'at'); }
  needs(isHex(line.boot, 16), 'boot');
  needs(isCount(line.up_ms, 0), 'up_ms');
  const span = (value, from) => value === null || isCount(value, from);
  needs(['unset', 'rtc', 'ntp', 'anchored'].includes(line.clock?.state) &&
    span(line.clock.off_ms, Number.MIN_SAFE_INTEGER) && span(line.clock.unc_ms, 0), 'clock');
  try { readBase64url(line.r, 16); } catch { needs(false, 'r'); }
  needs(line.body !== null && typeof line.body === 'object' && !Array.isArray(line.body), 'body');
  return line;
}
export const knowsKind = (kind) => KINDS.includes(kind);

// What central must still be able to read of a line that it does not understand: dev, inc, seq, each once.
export function readIdentity(bytes) {
  // Bad UTF-8 counts as some character inside strings and as a syntax error outside them.
  const text = Buffer.from(bytes).toString('utf8');
  const doubled = new Set();
  let line;
  try {
    line = readObject(text, (reason, depth, what) => {
      if (reason === 'duplicate' && depth === 1) doubled.add(what);
      if (reason === 'control' && what !== '\t') throw new Error('control');  // a TAB alone is let pass
    });
  } catch { return null; }
  const dev = line.get('dev'), inc = line.get('inc'), seq = line.get('seq');
  if (['dev', 'inc', 'seq'].some((key) => doubled.has(key))) return null;
  if (!isHex(dev, 16) || !isCount(inc, 1, 2 ** 32 - 1) || !isCount(seq)) return null;
  if (!isSpelledPlainly(text)) return null;
  return { dev, inc, seq };
}
// Reads again, this time only for the spelling: 1.0 and 1e0 are no `seq`, and `dev` has no escapes.
function isSpelledPlainly(text) {
  const spelling = { dev: /^"[0-9a-f]{32}"$/, inc: /^[1-9][0-9]*$/, seq: /^[1-9][0-9]*$/ };
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs;
  let depth = 0, key = null, before = '', good = true;
  for (const [t] of text.matchAll(token)) {
    if (t === '{' || t === '[') depth++;
    else if (t === '}' || t === ']') depth--;
    else if (depth === 1 && before === ':' && Object.hasOwn(spelling, key)) good &&= spelling[key].test(t);
    else if (depth === 1 && (before === '{' || before === ',') && t[0] === '"') key = unescapeKey(t);
    before = t;
  }
  return good;
}
const unescapeKey = (quoted) => [...readObject('{' + quoted + ':0}', () => {}).keys()][0];

export const genesis = (dev, inc, pub) => sha256(domain('hadir-genesis-1'), dev, u32(inc), pub);
export const link = (prev, line) => sha256(domain('hadir-chain-1'), prev, line);
export const headMessage = (dev, inc, n, hash) => Buffer.concat([domain('hadir-head-1'), dev, u32(inc), u64(n), hash]);

// --- badges (3) ------------------------------------------------------------------------------------------------
export const badgeMessage = (bytes) => Buffer.concat([domain('hadir-badge-1'), bytes.subarray(0, 11)]);
export const phoneMessage = (bytes) => Buffer.concat([domain('hadir-phone-1'), bytes.subarray(0, 12)]);
export const DAY_ZERO = Date.UTC(2020, 0, 1);
export const dayOf = (count) => new Date(DAY_ZERO + count * 86400000).toISOString().slice(0, 10);
export const countOf = (day) => (Date.parse(day) - DAY_ZERO) / 86400000;

// keys: { "<badge key number>": public key }. Throws the outcome's word.
// --- PINs (formats.md 4) ---------------------------------------------------------------------------------------
export const pinBits = (salt, pin) => sha256(domain('hadir-pin-1'), salt, Buffer.from(pin))[0] >> 2;

// --- side data (formats.md 5) ----------------------------------------------------------------------------------
export const sideDigest = (salt, value) => sha256(domain('hadir-side-1'), salt, Buffer.from(value));
export function readSides(bytes) {
  if (bytes.length > 1048576) throw new Error('TOO_LARGE');
  const lines = bytes.toString().split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw new Error('line end');
  return lines.map((line) => {
    const { inc, seq, field, salt, value } = strictJson(Buffer.from(line));
    if (!(inc >= 1 && inc < 2 ** 32 && seq >= 1) || !/^[a-z0-9_]{1,64}$/.test(field) || !/^[0-9a-f]{32}$/.test(salt)) throw new Error('side');
    if (typeof value !== 'string' || Buffer.byteLength(value) > 16384) throw new Error('value');
    return { inc, seq, field, salt, value };
  });
}

export function readBadge(text, keys) {
  if (!text.startsWith('HADIR:1:') || text.length !== 121) throw new Error('BUKAN_LENCANA');
  let bytes;
  try { bytes = readBase45(text.slice(8)); } catch { throw new Error('BUKAN_LENCANA'); }
  const pub = keys[bytes[0]];
  if (!pub || !verify(pub, badgeMessage(bytes), bytes.subarray(11))) throw new Error('TANDA_TANGAN_SALAH');
  return { badge_key: bytes[0], badge: hex(bytes.subarray(1, 9)), expires: dayOf(bytes.readUInt16BE(9)) };
}

// What a phone's key signs to prove that it is there, when it is registered.
export const registrationMessage = (person, pub) => Buffer.concat([domain('hadir-phone-key-1'), person, pub]);
export const isPin = (text) => /^[0-9]{6}$/.test(text);
export const isEasyPin = (pin) => [-1, 0, 1].some((step) => [...pin].every((digit, i) => i === 0 || digit - pin[i - 1] === step));
// The step of a moment, the moment's own three neighbours on either side being accepted too.
export const stepAt = (unixMs) => Math.floor(unixMs / 10000);
export const isStepNear = (step, unixMs) => Math.abs(step - stepAt(unixMs)) <= 3;
// Throws BUKAN_LENCANA; whose key it is and whether it signed is for the caller.
export function readPhone(text) {
  if (!text.startsWith('HADIR:2:') || text.length !== 122) throw new Error('BUKAN_LENCANA');
  let bytes;
  try { bytes = readBase45(text.slice(8)); } catch { throw new Error('BUKAN_LENCANA'); }
  if (bytes.length !== 76) throw new Error('BUKAN_LENCANA');
  return { phone: hex(bytes.subarray(0, 8)), step: bytes.readUInt32BE(8), bytes };
}
export const isSignedByPhone = (bytes, pub) => verify(pub, phoneMessage(bytes), bytes.subarray(12));

// --- signed files (4) --------------------------------------------------------------------------------------------
export const FILE_MAX = 8 * 1024 * 1024;
export const fileMessage = (name, content) => Buffer.concat([domain(name), content]);

// The lines before the signature, each with its LF taken off.
export function readSigned(bytes, name, pub) {
  if (bytes.length > FILE_MAX) throw new Error('too-large');
  if (bytes.at(-1) !== 10) throw new Error('no-lf');
  const lines = bytes.toString('latin1').slice(0, -1).split('\n');
  const last = lines.pop();
  if (!last.startsWith('sig ') || lines.length === 0) throw new Error('no-sig');
  if (lines.some((line) => line.startsWith('sig '))) throw new Error('two-sig');
  const found = /^sig ([a-z0-9-]+) ([0-9a-f]{8}) ([A-Za-z0-9_-]{86})$/.exec(last);
  if (!found) throw new Error('sig-line');
  const signature = readBase64url(found[3], 64);
  if (found[1] !== name) throw new Error('domain');
  if (found[2] !== hex(keyId(pub))) throw new Error('key');
  const content = bytes.subarray(0, bytes.length - last.length - 1);
  if (!verify(pub, fileMessage(name, content), signature)) throw new Error('signature');
  return lines.map((line) => Buffer.from(line, 'latin1'));
}
// Head and rows of a roster, policy, keys or revoked file.
export function readTable(bytes, kind, pub) {
  const [head, ...rows] = readSigned(bytes, `hadir-${kind}-1`, pub).map(strictJson);
  if (head.v !== 1 || head.kind !== kind) throw new Error('head');
  if ((head.dev !== null) !== (kind === 'roster')) throw new Error('dev');
  if (head.rows !== rows.length) throw new Error('rows');
  readAt(head.issued);
  readAt(head.expires);
  return { head, rows };
}

// --- upload (5) --------------------------------------------------------------------------------------------------
export const fingerprint = (pub) =>
  crockford(sha256(domain('hadir-fingerprint-1'), pub).subarray(0, 10)).replace(/(.{4})(?=.)/g, '$1-');
export const incarnationMessage = (dev, inc, seq, head, nonce, pub) =>
  Buffer.concat([domain('hadir-incarnation-1'), dev, u32(inc), u64(seq), head, nonce, pub]);

// --- enrolment (6) -----------------------------------------------------------------------------------------------
export const enrolMessage = (slot, pub, csr) => Buffer.concat([domain('hadir-enrol-1'), slot, pub, sha256(csr)]);
export const enrolledMessage = (mac, dev, certificate, keys) =>
  Buffer.concat([domain('hadir-enrolled-1'), mac, dev, sha256(certificate), sha256(keys)]);
export const renewMessage = (dev, inc, nonce, csr) =>
  Buffer.concat([domain('hadir-renew-1'), dev, u32(inc), nonce, sha256(csr)]);
export const readCode = (text) => {
  const code = text.replace(/[ -]/g, '');
  if (code.length !== 24) throw new Error('code');
  return { slot: readCrockford(code.slice(0, 8), 5), secret: readCrockford(code.slice(8), 10) };
};
export function readEnrolQr(text) {
  if (!text.startsWith('HADIR:E:1:')) throw new Error('prefix');
  const bytes = readBase45(text.slice(10));
  const url = bytes.subarray(79).toString('latin1');
  if (!/^https:\/\/[!-~]{1,192}$/.test(url)) throw new Error('url');
  return { slot: bytes.subarray(0, 5), secret: bytes.subarray(5, 15), root: bytes.subarray(15, 47),
    ca_sha256: bytes.subarray(47, 79), url };
}
