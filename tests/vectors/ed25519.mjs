// Ed25519 as docs/formats.md 1 asks for it: OpenSSL's equation, plus the refusals that OpenSSL alone leaves out.
// The curve arithmetic below is plain and slow: it exists to make and to recognise hostile points, not to sign.
import { createHash, createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto';

export const P = 2n ** 255n - 19n;
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (a, m = P) => ((a % m) + m) % m;
function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b);
  return result;
}
const inverse = (a) => power(a, P - 2n);
const D = mod(-121665n * inverse(121666n));
const SQRT_M1 = power(2n, (P - 1n) / 4n);

export const fromLittleEndian = (bytes) => BigInt('0x' + (Buffer.from(bytes).reverse().toString('hex') || '0'));
export const toLittleEndian = (value, size = 32) =>
  Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex').reverse();

// Extended coordinates [X, Y, Z, T].
export const IDENTITY = [0n, 1n, 1n, 0n];
export function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2), d = mod(2n * z1 * z2);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
export function multiply(point, scalar) {
  let result = IDENTITY;
  for (let p = point, s = scalar; s > 0n; s >>= 1n, p = add(p, p)) if (s & 1n) result = add(result, p);
  return result;
}
export function encode([x, y, z]) {
  const w = inverse(z), bytes = toLittleEndian(mod(y * w));
  if (mod(x * w) & 1n) bytes[31] |= 0x80;
  return bytes;
}
// The point, and whether these bytes are its only encoding; null when no point has that y.
export function decode(bytes) {
  if (bytes.length !== 32) return null;
  const all = fromLittleEndian(bytes), sign = all >> 255n, raw = all & (2n ** 255n - 1n), y = mod(raw);
  const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * SQRT_M1);
  if (mod(v * x * x) !== u) return null;
  const canonical = raw < P && !(x === 0n && sign === 1n);
  if ((x & 1n) !== sign) x = mod(-x);
  return { point: [x, y, 1n, mod(x * y)], canonical };
}
export const BASE = decode(toLittleEndian(mod(4n * inverse(5n)))).point;

export function isSmallOrder(point) {
  const [x, y, z] = multiply(point, 8n);
  return x === 0n && y === z;
}
// Canonical, on the curve, not of small order: what a public key and R must be.
export function isGoodPoint(bytes) {
  const decoded = decode(bytes);
  return decoded !== null && decoded.canonical && !isSmallOrder(decoded.point);
}

const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const privateKey = (seed) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
const publicKey = (pub) =>
  createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, pub]), format: 'der', type: 'spki' });

export const publicOf = (seed) =>
  createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32);
export const sign = (seed, message) => nodeSign(null, message, privateKey(seed));
// OpenSSL's own answer, for the rows that show why it is not enough.
export const verifyLoosely = (pub, message, signature) => {
  try { return nodeVerify(null, message, publicKey(pub), signature); } catch { return false; }
};
export function verify(pub, message, signature) {
  if (pub.length !== 32 || signature.length !== 64) return false;
  if (fromLittleEndian(signature.subarray(32)) >= L) return false;
  if (!isGoodPoint(pub) || !isGoodPoint(signature.subarray(0, 32))) return false;
  return verifyLoosely(pub, message, signature);
}

export function secretScalar(seed) {
  const half = createHash('sha512').update(seed).digest().subarray(0, 32);
  half[0] &= 248; half[31] = (half[31] & 127) | 64;
  return fromLittleEndian(half);
}
export const challenge = (r, pub, message) =>
  mod(fromLittleEndian(createHash('sha512').update(r).update(pub).update(message).digest()), L);
export { mod };
