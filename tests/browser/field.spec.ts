// The phone's page in a real browser: the account, the key, the code that a kiosk reads, and what is said of it.
import type { Page } from '@playwright/test';
import { codeMessage, stepAt } from '../../ui/src/field/code';
import { CODE, isSigned, NUMBER, PASSPHRASE, PhoneCentral } from './fake_phone_central';
import { expect, expectAccessible, test } from './watch';

const PHONES = [
    { width: 390, height: 844 },
    { width: 360, height: 640 },
];
const PIN = '482915';

let central: PhoneCentral;
test.use({ viewport: PHONES[0]! });
test.beforeEach(async () => {
    central = await PhoneCentral.start();
});
test.afterEach(() => central.stop());

async function enter(page: Page): Promise<void> {
    await page.goto(central.address);
    await page.getByLabel('Nomor presensi').fill(NUMBER);
    await page.getByLabel('Kata sandi').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
}
async function makeKey(page: Page): Promise<void> {
    await enter(page);
    await page.getByRole('button', { name: 'Buat kunci di ponsel ini' }).click();
    await expect(code(page)).toBeVisible();
}
const code = (page: Page) => page.getByRole('img', { name: /Kode QR presensi|QR code/ });

// What a reader makes of the modules that are drawn.
async function read(page: Page): Promise<string> {
    const { default: decode } = await import('qr/decode.js');
    const SCALE = 4;
    const { side, dark } = await code(page).evaluate((svg) => ({
        side: Number(svg.getAttribute('viewBox')!.split(' ')[2]),
        dark: [...svg.querySelector('path')!.getAttribute('d')!.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => [Number(x), Number(y)]),
    }));
    const size = side * SCALE;
    const data = new Uint8Array(size * size * 4).fill(255);
    for (const [x, y] of dark as [number, number][]) {
        for (let i = 0; i < SCALE * SCALE; i++) {
            const at = ((y * SCALE + Math.floor(i / SCALE)) * size + x * SCALE + (i % SCALE)) * 4;
            data.fill(0, at, at + 3);
        }
    }
    return decode({ width: size, height: size, data });
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
function fromBase45(text: string): Buffer {
    const bytes: number[] = [];
    for (let i = 0; i < text.length; i += 3) {
        const value = [...text.slice(i, i + 3)].reduceRight((sum, letter) => sum * 45 + LETTERS.indexOf(letter), 0);
        bytes.push(...(text.length - i >= 3 ? [value >> 8, value & 255] : [value]));
    }
    return Buffer.from(bytes);
}
// The code's parts, once the registered key has been found to have signed it.
function proved(text: string): { id: string; step: number } {
    expect(text).toHaveLength(122);
    expect(text.startsWith('HADIR:2:')).toBe(true);
    const bytes = fromBase45(text.slice(8));
    const [id, step] = [bytes.subarray(0, 8).toString('hex'), bytes.readUInt32BE(8)];
    const pub = central.phones.find((phone) => phone.id === id)!.pub;
    expect(isSigned(pub, codeMessage(id, step), bytes.subarray(12))).toBe(true);
    return { id, step };
}

test('an account is opened with the code, a key is made, and its code verifies', async ({ page }) => {
    await page.goto(central.address);
    await page.getByRole('button', { name: /Pakai kode akun/ }).click();
    await expectAccessible(page);
    await page.getByLabel('Kode akun').fill(' 7k3m-9qxa-tn04 ');
    await page.getByLabel('Kata sandi baru').fill(PASSPHRASE);
    await page.getByLabel('PIN baru', { exact: true }).fill(PIN);
    await page.getByLabel('PIN baru, sekali lagi').fill(PIN);
    await page.getByRole('button', { name: 'Buka akun' }).click();
    await expect(page.getByRole('heading', { name: 'Jadikan ponsel ini lencana Anda' })).toBeVisible();
    expect(central.accounts).toEqual([{ code: ' 7k3m-9qxa-tn04 ', password: PASSPHRASE, pin: PIN }]);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Buat kunci di ponsel ini' }).click();
    await expect(page.getByRole('status')).toContainText('Belum terdaftar');
    await expect(page.getByRole('status')).toContainText('Tunjukkan lencana cetak, lalu kode ini, di kios yang sama, dalam dua menit.');
    const { id, step } = proved(await read(page));
    expect(id).toBe(central.phones[0]!.id);
    expect(Math.abs(step - stepAt(Date.now()))).toBeLessThanOrEqual(1);
    await expectAccessible(page);
});

test('what is wrong in the forms stands on top and leads to the field', async ({ page }) => {
    await page.goto(central.address);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
    const box = page.getByRole('alert');
    await expect(box).toBeFocused();
    await expect(box).toContainText('Isi kata sandi Anda.');
    await page.getByLabel('Nomor presensi').fill(NUMBER);
    await page.getByLabel('Kata sandi').fill('salah');
    await page.keyboard.press('Enter');
    await expect(box).toContainText('tidak cocok');
    await page.getByRole('button', { name: /Pakai kode akun/ }).click();
    const open = async (words: Record<string, string>) => {
        for (const [label, text] of Object.entries(words)) await page.getByLabel(label, { exact: true }).fill(text);
        await page.getByRole('button', { name: 'Buka akun' }).click();
    };
    await open({ 'Kode akun': '123', 'Kata sandi baru': 'pendek', 'PIN baru': '123456' });
    for (const words of ['12 huruf dan angka', 'paling sedikit 15 huruf', 'mudah ditebak']) {
        await expect(box).toContainText(words);
    }
    await expectAccessible(page);
    await box.getByRole('button', { name: /mudah ditebak/ }).click();
    await expect(page.getByLabel('PIN baru', { exact: true })).toBeFocused();
    await open({ 'Kode akun': CODE.replace('7', '8'), 'Kata sandi baru': PASSPHRASE, 'PIN baru': PIN, 'PIN baru, sekali lagi': '482916' });
    await expect(box).toContainText('Kedua PIN tidak sama');
    await open({ 'PIN baru, sekali lagi': PIN });
    await expect(box).toContainText('tidak dikenal atau sudah dipakai');
});

test('the code is a new one every ten seconds, and says how long it stands', async ({ page }) => {
    await page.clock.install({ time: '2026-11-24T00:21:00.000Z' });
    central.clock = () => Date.parse('2026-11-24T00:21:00.000Z');
    await makeKey(page);
    await page.clock.pauseAt('2026-11-24T00:21:33.000Z');
    await expect(page.getByText('Berganti dalam 7 detik')).toBeVisible();
    const first = proved(await read(page));
    await page.clock.runFor(6_000);
    expect(proved(await read(page)).step).toBe(first.step);
    await page.clock.runFor(1_500);
    await expect.poll(async () => proved(await read(page)).step).toBe(first.step + 1);
});

test('the key cannot be taken out of the browser', async ({ page }) => {
    await makeKey(page);
    const kept = await page.evaluate(async () => {
        const open = indexedDB.open('hadir-field');
        await new Promise((done) => (open.onsuccess = done));
        const get = open.result.transaction('kept').objectStore('kept').get('phone');
        await new Promise((done) => (get.onsuccess = done));
        const { key } = get.result as { key: CryptoKey };
        const taken = await Promise.all(
            (['pkcs8', 'jwk', 'raw'] as const).map((format) => crypto.subtle.exportKey(format as 'jwk', key).then(() => true, () => false)),
        );
        return { extractable: key.extractable, taken };
    });
    expect(kept).toEqual({ extractable: false, taken: [false, false, false] });
});

test('after the first visit the code comes without a network, too', async ({ page, context }) => {
    await makeKey(page);
    central.phones[0]!.state = 'valid';
    await page.reload();
    await expect(page.getByRole('status').first()).toContainText('Berlaku');
    await page.waitForFunction(async () => (await (await caches.open('hadir-field-1')).keys()).length >= 4);
    const { port, phones } = central;
    await central.stop();
    const again = await context.newPage();
    await again.goto(`http://127.0.0.1:${port}/field/`);
    const first = proved(await read(again));
    await expect(again.getByText('Tanpa sinyal, kode tetap bisa dipakai.')).toBeVisible();
    await expect(again.getByRole('status').first()).toContainText('Berlaku');
    expect(Math.abs(first.step - stepAt(Date.now()))).toBeLessThanOrEqual(1);
    await expectAccessible(again);
    central = await PhoneCentral.start(port);
    central.phones = phones;
    await expect(again.getByText('Tanpa sinyal')).toHaveCount(0, { timeout: 20_000 });
});

test('a browser without Ed25519 points to the printed badge', async ({ page }) => {
    await page.addInitScript(() => {
        const generateKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
        Object.assign(SubtleCrypto.prototype, { generateKey });
    });
    await enter(page);
    await expect(page.getByRole('heading', { name: 'Ponsel ini belum bisa' })).toBeVisible();
    await expect(page.getByText('pakai kartu cetak')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Buat kunci' })).toHaveCount(0);
    await expectAccessible(page);
});

test('how the key stands is told, and what to do, in both languages', async ({ page }) => {
    await makeKey(page);
    const told = page.getByRole('status').first();
    const phone = central.phones[0]!;
    const states: [Partial<typeof phone>, string, string][] = [
        [{ state: 'pending' }, 'Belum terdaftar', 'Show your printed badge, then this code'],
        [{ state: 'waiting', from: '2096-11-25T05:21:00.000Z' }, 'Berlaku mulai 25 November 2096', 'Valid from 25 November 2096'],
        [{ state: 'valid' }, 'Berlaku', 'Valid'],
        [{ state: 'ended' }, 'Sudah berakhir', 'Has ended'],
    ];
    for (const [change, indonesian, english] of states) {
        Object.assign(phone, change);
        await page.reload();
        await expect(told).toContainText(indonesian);
        await expect(code(page)).toHaveCount(change.state === 'waiting' || change.state === 'ended' ? 0 : 1);
        await expectAccessible(page);
        await page.getByRole('button', { name: 'English' }).click();
        await expect(told).toContainText(english);
        await expect(page.locator('html')).toHaveAttribute('lang', 'en');
        await page.getByRole('button', { name: 'Indonesia' }).click();
    }
    await page.getByRole('button', { name: 'Buat kunci baru' }).click();
    await expect(page.getByRole('heading', { name: 'Jadikan ponsel ini lencana Anda' })).toBeVisible();
});

test('a clock that is off by more than thirty seconds is told', async ({ page }) => {
    central.aheadMs = 29_000;
    await makeKey(page);
    await expect(page.getByText('Jam ponsel ini')).toHaveCount(0);
    central.aheadMs = 125_000;
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('Jam ponsel ini 2 menit lebih lambat');
    central.aheadMs = -45_000;
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('Jam ponsel ini 45 detik lebih cepat');
    await expectAccessible(page);
});

test('signing out keeps the key or removes and ends it', async ({ page }) => {
    await makeKey(page);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keluar, simpan kunci' }).click();
    proved(await read(page));
    expect(central.ended).toEqual([]);
    await page.getByRole('button', { name: /Masuk ke akun untuk melihat/ }).click();
    await page.getByLabel('Nomor presensi').fill(NUMBER);
    await page.getByLabel('Kata sandi').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
    await expect(code(page)).toBeVisible();
    await page.getByRole('button', { name: 'Keluar' }).click();
    await page.getByRole('button', { name: 'Keluar, hapus kunci' }).click();
    await expect(page.getByRole('heading', { name: 'Masuk ke akun Anda' })).toBeVisible();
    expect(central.ended).toEqual([central.phones[0]!.id]);
    await page.reload();
    await expect(code(page)).toHaveCount(0);
});

test('another person’s key in this browser is told, and the browser is the same', async ({ page }) => {
    await makeKey(page);
    central.person = '00000000000000b2';
    central.phones = [];
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Ada kunci pegawai lain di ponsel ini' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Hapus kunci itu' }).click();
    await page.getByRole('button', { name: 'Buat kunci di ponsel ini' }).click();
    await expect(code(page)).toBeVisible();
    expect(central.browsers).toHaveLength(2);
    expect(central.browsers[1]).toBe(central.browsers[0]);
});

test('a key on another phone is shown before a second one is made, and can be ended', async ({ page }) => {
    central.phones = [{ id: 'ffffffffffffffff', pub: '00'.repeat(32), state: 'valid', registered: '2026-11-20T00:00:00.000Z',
        from: '2026-11-20T00:05:00.000Z', ended: null, shared: false }];
    await enter(page);
    await expect(page.getByText('yang baru berlaku 24 jam kemudian')).toBeVisible();
    await page.getByRole('button', { name: 'Akhiri kunci di ponsel lain' }).click();
    await expect(page.getByText('Kunci di ponsel lain, terdaftar')).toHaveCount(0);
    expect(central.ended).toEqual(['ffffffffffffffff']);
});

test('it can be installed', async ({ page }) => {
    await page.goto(central.address);
    const manifest = await page.evaluate(async () => {
        const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!;
        return { href: link.href, ...(await (await fetch(link.href)).json()) } as Record<string, unknown>;
    });
    expect(manifest).toMatchObject({ display: 'standalone', scope: './', start_url: './' });
    const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
    expect(scope).toBe(central.address);
});

for (const viewport of PHONES) {
    test(`at ${viewport.width}x${viewport.height} the code is large, and nothing is cut off sideways`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await makeKey(page);
        const box = (await code(page).boundingBox())!;
        expect(box.width).toBeGreaterThanOrEqual(320);
        expect(box.y + box.height).toBeLessThanOrEqual(viewport.height);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
        for (const button of await page.getByRole('button').all()) {
            expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(48);
        }
        if (process.env['HADIR_SHOTS']) {
            await page.screenshot({ path: `${process.env['HADIR_SHOTS']}/field-${viewport.width}.png`, fullPage: true });
        }
    });
}
