// What the phone shows, to the byte (docs/formats.md 3): "HADIR:2:" and, in base45, key id, step and signature.
const PREFIX = 'HADIR:2:';
const STEP_MS = 10_000;
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'; // RFC 9285
const BASE = LETTERS.length;

export const stepAt = (unixMs: number) => Math.floor(unixMs / STEP_MS);
// How long the code of this moment still stands.
export const msLeft = (unixMs: number) => STEP_MS - (unixMs % STEP_MS);
export const STEP_SECONDS = STEP_MS / 1000;

export function base45(bytes: Uint8Array): string {
    let text = '';
    for (let i = 0; i < bytes.length; i += 2) {
        const pair = i + 1 < bytes.length;
        let value = pair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!;
        for (let letters = pair ? 3 : 2; letters > 0; letters--) {
            text += LETTERS[value % BASE];
            value = Math.floor(value / BASE);
        }
    }
    return text;
}

export const toHex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const toBase64url = (bytes: Uint8Array) =>
    btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}
const domain = (name: string) => new TextEncoder().encode(`${name}\0`);

function codeFields(id: string, step: number): Uint8Array {
    const number = new Uint8Array(4);
    new DataView(number.buffer).setUint32(0, step);
    return joined(fromHex(id), number);
}
export const codeMessage = (id: string, step: number) => joined(domain('hadir-phone-1'), codeFields(id, step));
export const codeText = (id: string, step: number, signature: Uint8Array) =>
    PREFIX + base45(joined(codeFields(id, step), signature));
// What the key signs when it is registered for a person.
export const registrationMessage = (person: string, pub: string) =>
    joined(domain('hadir-phone-key-1'), fromHex(person), fromHex(pub));
