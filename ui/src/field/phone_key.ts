// The key of this phone: Ed25519, made here, never to be taken out; kept by the browser (IndexedDB).
import { codeMessage, codeText, registrationMessage, toBase64url, toHex } from './code.ts';
import * as shelf from './shelf.ts';

export interface PhoneKey {
    id: string; // given by central
    person: string;
    pub: string;
    key: CryptoKey; // the private half, not extractable
}

const ALGORITHM = 'Ed25519';
const KEPT = 'phone';
const BROWSER = 'browser';

// Whether this browser can make such a key.
export async function canMakeKeys(): Promise<boolean> {
    try {
        await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
        return true;
    } catch {
        return false;
    }
}

const sign = async (key: CryptoKey, message: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, message));

// The id of this browser, random: central marks two people's keys that were made in one.
async function browserId(): Promise<string> {
    const known = await shelf.take<string>(BROWSER);
    if (known) return known;
    const made = toHex(crypto.getRandomValues(new Uint8Array(16)));
    await shelf.put(BROWSER, made);
    return made;
}

// `register` sends the public half to central and gives back its id; nothing is kept when it fails.
export async function makeKey(
    person: string,
    register: (wish: { pub: string; browser: string; proof: string }) => Promise<{ id: string }>,
): Promise<PhoneKey> {
    const pair = (await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])) as CryptoKeyPair;
    const pub = toHex(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
    const proof = toBase64url(await sign(pair.privateKey, registrationMessage(person, pub)));
    const { id } = await register({ pub, browser: await browserId(), proof });
    const phone = { id, person, pub, key: pair.privateKey };
    await shelf.put(KEPT, phone);
    return phone;
}

export const keptKey = () => shelf.take<PhoneKey>(KEPT);
export const dropKey = () => shelf.remove(KEPT);

export const codeOf = async ({ id, key }: PhoneKey, step: number) =>
    codeText(id, step, await sign(key, codeMessage(id, step)));
