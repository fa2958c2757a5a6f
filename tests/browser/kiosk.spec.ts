import type { Page } from '@playwright/test';
import { STATES } from '../../ui/src/kiosk/event';
import { NOTES } from '../../ui/src/kiosk/sounds';
import { FakeKiosk, refusal, siti } from './fake_kiosk';
import { OFFLINE, SAMPLES, UNTRUSTED, type Sample } from './kiosk_states';
import { hear, placeMicrophone, type Heard } from './listen';
import { faultsOf } from './measure';
import { expect, expectAccessible, test } from './watch';

let kiosk: FakeKiosk;
test.beforeEach(async () => {
    kiosk = await FakeKiosk.start();
});
test.afterEach(() => kiosk.stop());

const state = (page: Page, name: string) => expect(page.locator('[data-n]')).toHaveAttribute('data-state', name);

const SCREEN_MM = 344; // of the kiosk that is told

// As rendered: short, loud enough, and the notes that the sound is made of.
function expectSound({ seconds, loudest, notes }: Heard, sound: Sample['sound']): void {
    if (!sound) return expect(loudest).toBe(0);
    expect(seconds).toBeGreaterThan(0.1);
    expect(seconds).toBeLessThan(0.4);
    expect(loudest).toBeGreaterThan(0.3);
    expect(loudest).toBeLessThanOrEqual(1);
    expect(notes).toHaveLength(NOTES[sound].length);
    NOTES[sound].forEach(({ hz }, i) => expect(Math.abs(notes[i]! / hz - 1)).toBeLessThan(0.05));
}

async function open(page: Page): Promise<void> {
    await page.goto(kiosk.address());
    await state(page, 'siap');
}

for (const [name, { tell, words, icon, sound }] of Object.entries(SAMPLES)) {
    test(`${name}: words in both languages, shape, sound, sizes and no barrier`, async ({ page }) => {
        await placeMicrophone(page);
        await open(page);
        // A state that lasts, so that a busy machine cannot end it between two looks.
        kiosk.tell({ ...tell, show_ms: null });
        await state(page, tell.state ?? 'siap');
        for (const text of words.id) await expect(page.locator('body')).toContainText(text);
        await expect(page.locator('[data-icon]')).toHaveCount(icon ? 1 : 0);
        if (icon) await expect(page.locator('[data-icon]')).toHaveAttribute('data-icon', icon);
        for (const fact of ['Tersambung', '0 menunggu kirim', 'waktu tepercaya']) {
            await expect(page.locator('body')).toContainText(fact);
        }
        expect(await faultsOf(page, SCREEN_MM, false)).toEqual([]);
        await expectAccessible(page);
        expectSound(await hear(page), sound);

        await page.getByRole('button', { name: 'English' }).click();
        await expect(page.locator('html')).toHaveAttribute('lang', 'en');
        for (const text of words.en) await expect(page.locator('body')).toContainText(text);
    });
}

test('every state of the socket has its sample', () => {
    const sampled = new Set(Object.values(SAMPLES).map(({ tell }) => tell.state ?? 'siap'));
    expect([...sampled].sort()).toEqual([...STATES].sort());
});

test('the state is over when its time is over', async ({ page }) => {
    await open(page);
    kiosk.tell({ state: 'masuk', show_ms: 400, result: siti });
    await state(page, 'masuk');
    await state(page, 'siap');
    await expect(page.locator('body')).not.toContainText('Siti R.');
});

test('the next badge cuts a result short', async ({ page }) => {
    await open(page);
    kiosk.tell({ state: 'masuk', show_ms: 60_000, result: siti });
    await expect(page.locator('body')).toContainText('Siti R.');
    kiosk.tell({ state: 'masuk', show_ms: 60_000, result: { ...siti, name: 'Budi S.', of: 419 } });
    await expect(page.locator('body')).toContainText('Budi S.');
    await expect(page.locator('body')).not.toContainText('Siti R.');
});

test('arah: the choice is sent once and names the record', async ({ page }) => {
    await open(page);
    kiosk.tell({ state: 'arah', show_ms: null, result: { ...siti, dir: 'auto' } });
    await page.getByRole('button', { name: 'Pulang' }).click();
    await expect(page.locator('main')).toContainText('Pilihan dikirim…');
    await expect(page.getByRole('button', { name: 'Masuk' })).toBeDisabled();
    await page.getByRole('button', { name: 'Pulang' }).click();
    await expect.poll(() => kiosk.messages).toEqual(['{"action":"direction","of":418,"dir":"out"}']);
});

test('Selesai ends the result and tells the daemon', async ({ page }) => {
    await open(page);
    kiosk.tell({ state: 'ditolak', show_ms: 60_000, result: refusal('BUKAN_LENCANA') });
    await page.getByRole('button', { name: 'Selesai' }).click();
    await state(page, 'siap');
    await expect.poll(() => kiosk.messages).toEqual(['{"action":"done"}']);
});

test('without network: a calm strip, and work goes on', async ({ page }) => {
    await open(page);
    kiosk.tell(OFFLINE);
    const strip = page.locator('[data-strip=luring]');
    await expect(strip).toContainText('TANPA JARINGAN sejak 06.50');
    await expect(strip).toContainText('37 presensi aman di kios · Anda tetap dapat presensi');
    await expect(page.getByRole('banner')).toContainText('37 menunggu kirim sejak 06.50');
    await state(page, 'siap');
    await expectAccessible(page);
});

test('an untrusted clock is hollow and says so', async ({ page }) => {
    await open(page);
    kiosk.tell(UNTRUSTED);
    const time = page.locator('.time');
    await expect(time).toHaveText('~07.21');
    await expect(time).toHaveCSS('color', 'rgba(0, 0, 0, 0)');
    await expect(page.locator('[data-strip=waktu]')).toContainText('WAKTU BELUM TEPERCAYA');
    await expectAccessible(page);
});

test('hints say what to do with the badge', async ({ page }) => {
    await open(page);
    const hints = {
        dark: 'Terlalu gelap', near: 'Terlalu dekat, mundurkan sedikit', far: 'Terlalu jauh, dekatkan sedikit',
        blurred: 'Kurang tajam', two: 'Satu lencana saja', glare: 'Silau, miringkan lencana sedikit',
    };
    for (const state of ['siap', 'membaca'] as const) {
        for (const [hint, words] of Object.entries(hints)) {
            kiosk.tell({ state, hint: hint as keyof typeof hints });
            await expect(page.locator('figcaption')).toHaveText(new RegExp(words));
        }
    }
    kiosk.tell({ state: 'masuk', show_ms: null, result: siti, hint: 'near' }); // the next one's, while a result is told
    await expect(page.locator('figcaption')).toHaveText('Lencana berikutnya, silakan');
});

test('the live picture is drawn, mirrored, and taken away when it stops', async ({ page }) => {
    await open(page);
    await expect(page.locator('main')).toContainText('Menunggu gambar kamera');
    const jpeg = await page.evaluate(async () => {
        const canvas = new OffscreenCanvas(640, 360);
        const pen = canvas.getContext('2d')!;
        pen.fillStyle = '#ff0000';
        pen.fillRect(0, 0, 320, 360);
        return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())];
    });
    kiosk.sendPicture(Buffer.from(jpeg));
    const canvas = page.locator('canvas');
    await expect(canvas).toBeVisible();
    await expect(canvas).toHaveCSS('transform', 'matrix(-1, 0, 0, 1, 0, 0)');
    const red = await canvas.evaluate((it: HTMLCanvasElement) => [...it.getContext('2d')!.getImageData(100, 100, 1, 1).data]);
    expect(red[0]).toBeGreaterThan(240);
    await expect(canvas).toBeHidden();
    await expect(page.locator('main')).toContainText('Menunggu gambar kamera');
});

test('a daemon that is gone is told, and its return too', async ({ page }) => {
    await open(page);
    const { port } = kiosk;
    await kiosk.stop();
    await expect(page.locator('main')).toContainText('KIOS TIDAK MENJAWAB');
    await expect(page.locator('body')).toContainText('kode: KIOS_TIDAK_MENJAWAB');
    await expect(page.getByRole('banner')).toContainText('Keadaan belum diketahui');
    await expectAccessible(page);
    kiosk = await FakeKiosk.start(port);
    await expect(page.locator('main')).toContainText('Tunjukkan QR lencana Anda', { timeout: 10_000 });
});

test('the token leaves the address bar and survives a reload', async ({ page }) => {
    await open(page);
    expect(page.url()).not.toContain('#');
    await page.reload();
    await state(page, 'siap');
});

test('a wrong token is told as such', async ({ page }) => {
    await page.goto(kiosk.address('guessed'));
    await expect(page.locator('main')).toContainText('LAYAR PERLU DIBUKA ULANG');
});

test('an older window says that a newer one has taken over, and leaves it alone', async ({ page, context }) => {
    await open(page);
    const newer = await context.newPage();
    await open(newer);
    await expect(page.locator('main')).toContainText('LAYAR PINDAH KE JENDELA LAIN');
    kiosk.tell({ state: 'masuk', show_ms: null, result: siti });
    await state(newer, 'masuk');
    await page.reload(); // asked for: now it is the newest
    await state(page, 'masuk');
    await expect(newer.locator('main')).toContainText('LAYAR PINDAH KE JENDELA LAIN');
});

test('sound can be turned off, and stays off', async ({ page }) => {
    await placeMicrophone(page);
    await open(page);
    await page.getByRole('button', { name: 'Suara: keras' }).click();
    await page.getByRole('button', { name: 'Suara: pelan' }).click();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Suara: mati' })).toBeVisible();
    kiosk.tell({ state: 'masuk', show_ms: null, result: siti });
    await state(page, 'masuk');
    expect((await hear(page)).loudest).toBe(0);
});

test('a network change during a result makes no second sound', async ({ page }) => {
    await placeMicrophone(page);
    await open(page);
    kiosk.tell({ state: 'ditolak', show_ms: null, result: refusal('BUKAN_LENCANA') });
    kiosk.tell({ ...OFFLINE, state: 'ditolak', show_ms: null, result: refusal('BUKAN_LENCANA') });
    await expect(page.locator('[data-strip=luring]')).toBeVisible();
    expect((await hear(page)).loudest).toBeLessThanOrEqual(0.9); // two at once would add up
});

test('a kiosk whose own language is English goes back to it', async ({ page }) => {
    kiosk.usual = { screen: { mm: 344, volume: 80, language: 'en' } };
    await page.clock.install();
    await open(page);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByRole('button', { name: 'Bahasa Indonesia' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'id');
    kiosk.tell({ network: { connected: false, since: null } }); // an event alone changes no language
    await expect(page.locator('[data-strip=luring]')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'id');
    await page.clock.runFor(61_000);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the loudness of the kiosk is that of its settings', async ({ page }) => {
    await placeMicrophone(page);
    kiosk.usual = { screen: { mm: 344, volume: 30, language: 'id' } };
    await open(page);
    kiosk.tell({ state: 'masuk', show_ms: null, result: siti });
    await state(page, 'masuk');
    const { loudest } = await hear(page);
    expect(loudest).toBeGreaterThan(0.1);
    expect(loudest).toBeLessThan(0.35);
});

test('the fingerprint stands below while a second officer has to compare it', async ({ page }) => {
    kiosk.tell({ fingerprint: '7K3M-9QXA-TN04-ZP5W' });
    await page.goto(kiosk.address());
    const line = page.getByText('Sidik: 7K3M-9QXA-TN04-ZP5W · menunggu persetujuan petugas kedua');
    await expect(line).toBeVisible();
    await expectAccessible(page);
    kiosk.tell({ state: 'masuk', show_ms: 60_000, result: siti, fingerprint: '7K3M-9QXA-TN04-ZP5W' });
    await expect(line).toHaveCount(0);
    kiosk.tell({});
    await expect(page.getByText('Tunjukkan QR lencana Anda')).toBeVisible();
    await expect(line).toHaveCount(0);
});

test('no personal number but the attendance number is on a screen', async ({ page }) => {
    await open(page);
    kiosk.tell({ state: 'masuk', show_ms: null, result: siti });
    await state(page, 'masuk');
    expect(await page.locator('body').innerText()).not.toMatch(/\d{8}/);
});
