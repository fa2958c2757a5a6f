// libsodium's crypto_box_seal, written from its papers apart from the C++: X25519 by Node; BLAKE2b (RFC 7693), HSalsa20,
// XSalsa20 and Poly1305 by hand, for clearness and not for speed. Only for vectors: nothing here hides its timing.
import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';

const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex'), SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const secretKey = (bytes) => createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
export const publicOf = (secret) => createPublicKey(secretKey(secret)).export({ format: 'der', type: 'spki' }).subarray(-32);
const shared = (secret, pub) => diffieHellman({
  privateKey: secretKey(secret), publicKey: createPublicKey({ key: Buffer.concat([SPKI, pub]), format: 'der', type: 'spki' }) });

// --- BLAKE2b ---------------------------------------------------------------------------------------------------
const M64 = (1n << 64n) - 1n;
const IV = [0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n];
const ROUNDS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const rotr = (x, n) => ((x >> n) | (x << (64n - n))) & M64;
// At most one block of 128 bytes: no more is asked for here.
export function blake2b(input, size) {
  const block = Buffer.alloc(128);
  input.copy(block);
  const m = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(8 * i));
  const h = [...IV];
  h[0] ^= 0x01010000n ^ BigInt(size);
  const v = [...h, ...IV];
  v[12] ^= BigInt(input.length);
  v[14] ^= M64;
  const mix = (a, b, c, d, x, y) => {
    v[a] = (v[a] + v[b] + x) & M64; v[d] = rotr(v[d] ^ v[a], 32n);
    v[c] = (v[c] + v[d]) & M64; v[b] = rotr(v[b] ^ v[c], 24n);
    v[a] = (v[a] + v[b] + y) & M64; v[d] = rotr(v[d] ^ v[a], 16n);
    v[c] = (v[c] + v[d]) & M64; v[b] = rotr(v[b] ^ v[c], 63n);
  };
  for (let i = 0; i < 12; i++) {
    const s = ROUNDS[i % 10];
    [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]]
      .forEach(([a, b, c, d], k) => mix(a, b, c, d, m[s[2 * k]], m[s[2 * k + 1]]));
  }
  const out = Buffer.alloc(64);
  h.forEach((word, i) => out.writeBigUInt64LE(word ^ v[i] ^ v[i + 8], 8 * i));
  return out.subarray(0, size);
}

// --- Salsa20 ---------------------------------------------------------------------------------------------------
const words = (bytes) => Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(4 * i));
const unwords = (list) => { const b = Buffer.alloc(4 * list.length); list.forEach((w, i) => b.writeUInt32LE(w >>> 0, 4 * i)); return b; };
const C = words(Buffer.from('expand 32-byte k'));
const state = (key, input) => {
  const k = words(key), n = words(input);
  return [C[0], k[0], k[1], k[2], k[3], C[1], n[0], n[1], n[2], n[3], C[2], k[4], k[5], k[6], k[7], C[3]];
};
function rounds(start) {
  const x = [...start], turn = (a, b, c, n) => { const s = (x[b] + x[c]) | 0; x[a] ^= (s << n) | (s >>> (32 - n)); };
  const quarter = (a, b, c, d) => { turn(b, a, d, 7); turn(c, b, a, 9); turn(d, c, b, 13); turn(a, d, c, 18); };
  for (let i = 0; i < 10; i++) {
    quarter(0, 4, 8, 12); quarter(5, 9, 13, 1); quarter(10, 14, 2, 6); quarter(15, 3, 7, 11);
    quarter(0, 1, 2, 3); quarter(5, 6, 7, 4); quarter(10, 11, 8, 9); quarter(15, 12, 13, 14);
  }
  return x;
}
const hsalsa = (key, input) => { const x = rounds(state(key, input)); return unwords([0, 5, 10, 15, 6, 7, 8, 9].map((i) => x[i])); };
function xsalsa(key, nonce, size) {
  const sub = hsalsa(key, nonce.subarray(0, 16)), blocks = [];
  for (let i = 0; 64 * i < size; i++) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64LE(BigInt(i));
    const s = state(sub, Buffer.concat([nonce.subarray(16), counter]));
    blocks.push(unwords(rounds(s).map((w, k) => (w + s[k]) | 0)));
  }
  return Buffer.concat(blocks).subarray(0, size);
}

// --- Poly1305 and the box --------------------------------------------------------------------------------------
const little = (bytes) => BigInt('0x' + (Buffer.from(bytes).reverse().toString('hex') || '0'));
function poly1305(key, message) {
  const r = little(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn, p = (1n << 130n) - 5n;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const part = message.subarray(at, at + 16);
    sum = ((sum + little(part) + (1n << BigInt(8 * part.length))) * r) % p;
  }
  const tag = (sum + little(key.subarray(16))) & ((1n << 128n) - 1n);
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse();
}
const xor = (a, b) => Buffer.from(a.map((byte, i) => byte ^ b[i]));
const keyAndNonce = (secret, pub, sender, receiver) =>
  [hsalsa(shared(secret, pub), Buffer.alloc(16)), blake2b(Buffer.concat([sender, receiver]), 24)];

// `once` is the sender's key for this box alone.
export function sealBox(plain, pub, once) {
  const sender = publicOf(once), [key, nonce] = keyAndNonce(once, pub, sender, pub);
  const stream = xsalsa(key, nonce, 32 + plain.length), cipher = xor(plain, stream.subarray(32));
  return Buffer.concat([sender, poly1305(stream.subarray(0, 32), cipher), cipher]);
}
export function openBox(box, secret) {
  const pub = publicOf(secret), sender = box.subarray(0, 32), [key, nonce] = keyAndNonce(secret, sender, sender, pub);
  const cipher = box.subarray(48), stream = xsalsa(key, nonce, 32 + cipher.length);
  if (!poly1305(stream.subarray(0, 32), cipher).equals(box.subarray(32, 48))) throw new Error('box');
  return xor(cipher, stream.subarray(32));
}
