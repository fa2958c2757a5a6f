// RFC 6962's tree, C2SP signed notes and tlog-proof, written from their texts apart from the C++: recursions
// over arrays of leaves, where the C++ walks stored subtrees.
import { sha256, base64, readBase64, crockford } from './formats.mjs';
import { verify } from './ed25519.mjs';

export const leafHash = (line) => sha256(Buffer.from([0]), line);
export const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);
const cut = (n) => { let k = 1; while (2 * k < n) k *= 2; return k; };

// MTH, PATH and PROOF over leaf hashes (RFC 6962, 2.1).
export function root(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  const k = cut(leaves.length);
  return nodeHash(root(leaves.slice(0, k)), root(leaves.slice(k)));
}
export function path(m, leaves) {
  if (leaves.length === 1) return [];
  const k = cut(leaves.length), left = leaves.slice(0, k), right = leaves.slice(k);
  return m < k ? [...path(m, left), root(right)] : [...path(m - k, right), root(left)];
}
export const proof = (m, leaves) => (m === 0 ? [] : subproof(m, leaves, true));
function subproof(m, leaves, whole) {
  if (m === leaves.length) return whole ? [] : [root(leaves)];
  const k = cut(leaves.length), left = leaves.slice(0, k), right = leaves.slice(k);
  return m <= k ? [...subproof(m, left, whole), root(right)] : [...subproof(m - k, right, false), root(left)];
}

// The root that a path leads to, by going down first: which side each hash stands on follows from the sizes.
export function rootFrom(leaf, index, size, hashes) {
  if (index < 0 || index >= size) throw new Error('index');
  if (size === 1) { if (hashes.length) throw new Error('path too long'); return leaf; }
  if (!hashes.length) throw new Error('path too short');
  const k = cut(size), last = hashes.at(-1), rest = hashes.slice(0, -1);
  return index < k ? nodeHash(rootFrom(leaf, index, k, rest), last) : nodeHash(last, rootFrom(leaf, index - k, size - k, rest));
}

// --- notes -----------------------------------------------------------------------------------------------------
export const noteKeyId = (name, pub) => sha256(Buffer.from(name + '\n\x01', 'latin1'), pub).subarray(0, 4);
export const noteText = ({ origin, size, root: hash }) => `${origin}\n${size}\n${base64(hash)}\n`;
export const signatureLine = (name, id, sig) => `\u2014 ${name} ${base64(Buffer.concat([id, sig]))}\n`;
export const signNote = (text, name, signer) =>
  `${text}\n${signatureLine(name, noteKeyId(name, signer.pub), signer.sign(Buffer.from(text)))}`;

const decimal = (text) => {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(Number(text))) throw new Error('decimal');
  return Number(text);
};
const hash32 = (text) => { const b = readBase64(text); if (b.length !== 32) throw new Error('hash'); return b; };

export function readNote(note, pub) {
  if (/[\x00-\x09\x0b-\x1f]/.test(note)) throw new Error('control character');
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n')) throw new Error('shape');
  const text = note.slice(0, gap + 1), [origin, size, hash, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || extensions.includes('')) throw new Error('text');
  const signatures = note.slice(gap + 2, -1).split('\n').map((line) => {
    const parts = /^\u2014 ([^ +]+) (\S+)$/.exec(line);
    const bytes = parts && readBase64(parts[2]);
    if (!bytes || bytes.length < 5) throw new Error('signature line');
    return { name: parts[1], id: bytes.subarray(0, 4), sig: bytes.subarray(4) };
  });
  const own = signatures.filter(({ name, id }) => name === origin && id.equals(noteKeyId(origin, pub)));
  if (!own.length || !own.every(({ sig }) => sig.length === 64 && verify(pub, Buffer.from(text), sig))) throw new Error('signature');
  return { origin, size: decimal(size), root: hash32(hash) };
}

// --- tlog-proof ------------------------------------------------------------------------------------------------
export const writeProof = ({ extra, index, hashes, note }) =>
  ['c2sp.org/tlog-proof@v1', ...(extra ? ['extra ' + base64(extra)] : []), 'index ' + index, ...hashes.map(base64), '', note].join('\n');
export function readProof(text) {
  const lines = text.split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') throw new Error('first line');
  const extra = lines[0].startsWith('extra ') ? readBase64(lines.shift().slice(6)) : undefined;
  if (!lines[0].startsWith('index ')) throw new Error('index');
  const index = decimal(lines.shift().slice(6)), gap = lines.indexOf('');
  if (gap < 0) throw new Error('gap');
  return { extra, index, hashes: lines.slice(0, gap).map(hash32), note: lines.slice(gap + 1).join('\n') };
}
export const proofCode = (leaf) => crockford(leaf.subarray(0, 10));
