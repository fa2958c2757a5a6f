// Without colours, without motion, without sound, by ear alone: the state is told all the same.
import { chromium } from '@playwright/test';
import config from './playwright.config';
import { FakeKiosk, number, refusal, siti } from './fake_kiosk';
import { SAMPLES } from './kiosk_states';
import { expect, open, show, test } from './kiosk_page';
import { heardWords, placeVoice } from './listen';

test('with the colours of the system, icon and words tell the state', async ({ page, kiosk }) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await open(page, kiosk);
    for (const [name, { tell, words, icon }] of Object.entries(SAMPLES)) {
        await show(page, kiosk, { ...tell, show_ms: null });
        for (const text of words.id) await expect(page.locator('body'), name).toContainText(text);
        if (!icon) continue;
        const { sign, ground } = await page.locator('[data-icon]').evaluate((it) => ({
            sign: getComputedStyle(it.querySelector('.sign')!).stroke,
            ground: getComputedStyle(it.querySelector('.outline')!).fill,
        }));
        expect(sign, name).not.toBe(ground);
    }
});

test('no two results share both shape and title', async ({ page, kiosk }) => {
    await open(page, kiosk);
    const seen = new Map<string, string>();
    for (const state of ['masuk', 'pulang', 'arah', 'sudah', 'periksa', 'ditolak', 'gangguan']) {
        await show(page, kiosk, { ...SAMPLES[state]!.tell, show_ms: null });
        const icon = await page.locator('[data-icon]').getAttribute('data-icon');
        const face = `${icon} ${await page.locator('h1').innerText()}`;
        expect(seen.get(face), state).toBeUndefined();
        seen.set(face, state);
    }
});

test('with reduced motion nothing moves', async ({ page, kiosk }) => {
    await open(page, kiosk);
    const moving = () => page.evaluate(() => document.getAnimations().length);
    await show(page, kiosk, { state: 'masuk', show_ms: 60_000, result: siti });
    expect(await moving()).toBe(1); // the time that is left
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const { tell } of Object.values(SAMPLES)) {
        await show(page, kiosk, { ...tell, show_ms: 60_000 });
        expect(await moving()).toBe(0);
    }
});

test('a result is said aloud for the one person who asked, without the name', async ({ page, kiosk }) => {
    await placeVoice(page);
    await open(page, kiosk);
    await show(page, kiosk, { state: 'masuk', show_ms: null, result: siti });
    await show(page, kiosk, {});
    expect(await heardWords(page)).toEqual([]);
    await page.getByRole('button', { name: 'Bacakan' }).click();
    await show(page, kiosk, { state: 'masuk', show_ms: null, result: siti });
    const said = await heardWords(page);
    expect(said.map(({ text }) => text)).toEqual([
        'Suara menyala. Tunjukkan lencana Anda ke kamera.',
        'Berhasil. Masuk pukul tujuh dua puluh satu.',
    ]);
    // Somebody else's server would learn of it otherwise.
    for (const { lang, voice } of said) expect([lang, voice.localService]).toEqual(['id-ID', true]);
    await show(page, kiosk, {});
    await expect(page.getByRole('button', { name: 'Bacakan' })).toHaveAttribute('aria-pressed', 'false');
    await show(page, kiosk, { state: 'masuk', show_ms: null, result: { ...siti, of: 419 } });
    expect(await heardWords(page)).toHaveLength(2);
});

test('the way through the PIN is said aloud, but no digit of it', async ({ page, kiosk }) => {
    await placeVoice(page);
    await open(page, kiosk);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Read aloud' }).click();
    await show(page, kiosk, { state: 'ditolak', show_ms: null, result: refusal('BUKAN_LENCANA') });
    await show(page, kiosk, { state: 'pin_nomor', show_ms: null, pin: number });
    await page.keyboard.type('20417');
    await page.keyboard.press('Enter');
    await show(page, kiosk, { state: 'pin_nomor', show_ms: null, pin: { ...number, problem: 'WRONG' } });
    const said = (await heardWords(page)).map(({ text }) => text);
    expect(said.slice(1)).toEqual([
        'Not recorded. This code is not a Hadir badge. Show the QR code on your badge. Use your PIN, or ask the personnel officer: ext. 214.',
        'Enter your attendance number. 5 digits, on the back of your badge',
        'Number or PIN does not match. Attendance not recorded. Try once more.',
    ]);
});

test('without a voice of its own the kiosk offers none', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await expect(page.getByRole('button', { name: 'Suara: keras' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Bacakan' })).toHaveCount(0);
});

// A page that nobody has touched, in a browser started with the given flag for sound. A look at the page by evaluate()
// would count as a touch, so the page itself writes what became of its sound to the console.
async function stateOfSound(flag: string): Promise<string> {
    const kiosk = await FakeKiosk.start();
    kiosk.tell({ state: 'masuk', show_ms: null, result: siti });
    const { launchOptions } = config.use!;
    const args = launchOptions!.args!.filter((other) => !other.startsWith('--autoplay-policy'));
    const browser = await chromium.launch({ ...launchOptions!, args: [...args, flag] });
    const page = await browser.newPage();
    await page.addInitScript(() => {
        class Watched extends AudioContext {
            constructor(options?: AudioContextOptions) {
                super(options);
                const begun = new Promise((done) => this.addEventListener('statechange', done));
                const given_up = new Promise((done) => setTimeout(done, 1_000)); // one that may start does so at once
                void Promise.race([begun, given_up]).then(() => console.log(`sound: ${this.state}`));
            }
        }
        Object.assign(window, { AudioContext: Watched });
    });
    const told = page.waitForEvent('console', (message) => message.text().startsWith('sound: '));
    await page.goto(kiosk.address());
    const state = (await told).text().replace('sound: ', '');
    await browser.close();
    await kiosk.stop();
    return state;
}

test('with the kiosk’s flag a page never touched is heard; without it, it would be silent', async () => {
    expect(await stateOfSound('--autoplay-policy=no-user-gesture-required')).toBe('running');
    expect(await stateOfSound('--autoplay-policy=document-user-activation-required')).toBe('suspended');
});
