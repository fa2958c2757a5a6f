// The PIN: typed by touch or on a keyboard, sent once, and forgotten.
import type { Page } from '@playwright/test';
import { AT, number, refusal, secret, siti } from './fake_kiosk';
import { asked, expect, expectAccessible, open, show, test } from './kiosk_page';
import { hear, placeMicrophone } from './listen';

const touch = (page: Page, ...keys: string[]) =>
    keys.reduce((before, name) => before.then(() => page.getByRole('button', { name, exact: true }).click()), Promise.resolve());
const typed = (page: Page) => page.locator('.places');

test('number and PIN are touched in two steps; the PIN stands as dots', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await touch(page, 'Tidak membawa lencana? PIN');
    await show(page, kiosk, { state: 'pin_nomor', pin: number });
    await touch(page, '2', '0', '9', 'Hapus', '4', '1');
    await touch(page, 'Lanjut'); // one is missing: nothing is sent
    await touch(page, '7', '8'); // one too many is left out
    await expect(typed(page)).toHaveText('20417');
    await expect(typed(page)).toHaveAttribute('aria-label', 'Nomor presensi: 5 dari 5 angka');
    await touch(page, 'Lanjut');
    await expect(typed(page)).toHaveText('');
    await expect(page.locator('main')).toContainText('Memeriksa…');

    await show(page, kiosk, { state: 'pin', pin: secret });
    await expect(page.locator('body')).not.toContainText('20417');
    await touch(page, '1', '3', '5', '7', '9', '0');
    await expect(page.locator('.places i')).toHaveCount(6);
    await expect(typed(page)).toHaveText('');
    expect(await page.locator('body').innerText()).not.toMatch(/135790/);
    expect(await page.content()).not.toContain('135790');
    await expectAccessible(page);
    await touch(page, 'Lanjut');
    await expect.poll(() => asked(kiosk)).toEqual([
        '{"action":"pin_open"}',
        '{"action":"pin_number","number":"20417"}',
        '{"action":"pin","pin":"135790"}',
    ]);
    await show(page, kiosk, { state: 'periksa', result: { ...siti, code: 'PIN_DIPAKAI' } });
    await expect(page.locator('main')).toContainText('Anda memakai PIN, jadi BKD memeriksanya.');
});

test('a keyboard types, erases, goes on and cancels', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await show(page, kiosk, { state: 'pin_nomor', pin: number });
    await page.keyboard.type('2041x8');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Shift+Numpad7');
    await page.keyboard.press('Enter');
    await show(page, kiosk, { state: 'pin', pin: secret });
    await page.keyboard.type('12');
    await page.keyboard.press('Escape');
    await expect(page.locator('.page')).toHaveAttribute('data-state', 'siap');
    await expect.poll(() => asked(kiosk)).toEqual(['{"action":"pin_number","number":"20417"}', '{"action":"cancel"}']);
});

test('a touch leaves Enter to the keyboard; whoever goes by Tab means the button', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await show(page, kiosk, { state: 'pin_nomor', pin: number });
    await touch(page, '2', '0', '4', '1', '7');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked(kiosk)).toEqual(['{"action":"pin_number","number":"20417"}']);
    await show(page, kiosk, { state: 'pin_nomor', pin: number });
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: '8', exact: true })).toBeFocused(); // after the last one touched
    await page.keyboard.press('Enter');
    await expect(typed(page)).toHaveText('8');
});

test('what was typed is forgotten at cancel, at another step and when time is over, not when the network changes', async ({ page, kiosk }) => {
    await open(page, kiosk);
    const begin = async () => {
        await show(page, kiosk, { state: 'pin_nomor', pin: number });
        await page.keyboard.type('204');
        await expect(typed(page)).toHaveText('204');
    };
    await begin();
    await show(page, kiosk, { state: 'pin_nomor', pin: number, network: { connected: false, since: AT } });
    await expect(typed(page)).toHaveText('204');
    await touch(page, 'Batal');
    await show(page, kiosk, { state: 'pin_nomor', pin: number });
    await expect(typed(page)).toHaveText('');

    await begin();
    await show(page, kiosk, { state: 'pin', pin: secret });
    await expect(page.locator('.places i')).toHaveCount(0);

    await show(page, kiosk, {});
    await begin();
    await show(page, kiosk, { state: 'pin_nomor', pin: number, show_ms: 100 });
    await expect(page.locator('.page')).toHaveAttribute('data-state', 'siap');
    await show(page, kiosk, { state: 'pin_nomor', pin: number });
    await expect(typed(page)).toHaveText('');
});

test('digits stand in their places, and 5 is marked', async ({ page, kiosk }) => {
    await open(page, kiosk);
    for (const step of [{ state: 'pin_nomor', pin: number }, { state: 'pin', pin: secret }] as const) {
        await show(page, kiosk, step);
        expect(await page.locator('.keypad button').allInnerTexts()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', 'Hapus', '0', 'Lanjut']);
        const mark = (key: string) =>
            page.getByRole('button', { name: key, exact: true }).evaluate((it) => getComputedStyle(it, '::after').content);
        expect(await mark('5')).toBe('""');
        expect(await mark('8')).toBe('none');
    }
});

test('a key ticks', async ({ page, kiosk }) => {
    await placeMicrophone(page);
    await open(page, kiosk);
    await show(page, kiosk, { state: 'pin_nomor', pin: number });
    await touch(page, '2');
    const { seconds, loudest, notes } = await hear(page);
    expect(seconds).toBeLessThan(0.05);
    expect(loudest).toBeGreaterThan(0.3);
    expect(notes[0]).toBeGreaterThan(1000);
});

const UNTIL = '2026-11-24T00:36:00.000Z';
const PROBLEMS = {
    WRONG: ['Nomor atau PIN tidak cocok.', 'Coba sekali lagi.'],
    PAUSED: ['Terlalu banyak percobaan untuk nomor ini.', 'Coba lagi pukul 07.36.'],
    KIOSK_PAUSED: ['PIN di kios ini sedang dijeda.', 'Coba lagi pukul 07.36.'],
    OFFICER: ['Nomor ini perlu dibuka oleh petugas.', 'Hubungi petugas kepegawaian: ext. 214.'],
    UNKNOWN_FORMAT: ['Isian itu tidak dikenali.', 'Coba sekali lagi.'],
} as const;
test('each problem has its words, and none says that anything was recorded', async ({ page, kiosk }) => {
    await open(page, kiosk);
    for (const [problem, words] of Object.entries(PROBLEMS) as [keyof typeof PROBLEMS, readonly string[]][]) {
        const until = problem.endsWith('PAUSED') ? UNTIL : null;
        await show(page, kiosk, { state: 'pin_nomor', pin: { ...number, problem, until } });
        const alert = page.getByRole('alert');
        for (const text of [...words, 'Presensi belum tercatat.']) await expect(alert).toContainText(text);
    }
    await expectAccessible(page);
});

test('a second wrong PIN is heard as the first was', async ({ page, kiosk }) => {
    await placeMicrophone(page);
    await open(page, kiosk);
    await show(page, kiosk, { state: 'pin', pin: { ...secret, problem: 'WRONG' } });
    const once = (await hear(page)).notes;
    expect(once).toHaveLength(1);
    await page.reload();
    await page.locator('.page[data-state=pin]').waitFor(); // heard anew: the page does not know that it was told
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked(kiosk)).toHaveLength(1);
    await show(page, kiosk, { state: 'pin', pin: { ...secret, problem: 'WRONG' } });
    const { loudest } = await hear(page);
    expect(loudest).toBeGreaterThan(0.9); // two at once add up
});

test('before its time is over a step warns, and one touch goes on', async ({ page, kiosk }) => {
    await page.clock.install();
    await open(page, kiosk);
    await show(page, kiosk, { state: 'pin_nomor', show_ms: 30_000, pin: number });
    await page.clock.runFor(19_000);
    await expect(page.getByRole('button', { name: 'Lanjutkan' })).toHaveCount(0);
    await page.clock.runFor(2_000);
    await expect(page.getByRole('alert')).toContainText('Masih di sini? Layar ini ditutup dalam');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Lanjutkan' }).dispatchEvent('click'); // as a screen reader does
    await expect(page.getByRole('button', { name: 'Lanjutkan' })).toHaveCount(0);
    await expect.poll(() => kiosk.messages).toEqual(['{"action":"stay"}']);
    await page.clock.runFor(25_000);
    await expect(page.locator('.page')).toHaveAttribute('data-state', 'pin_nomor');
    await page.keyboard.type('204'); // three touches within a second: one sign of life
    await expect.poll(() => kiosk.messages).toEqual(['{"action":"stay"}', '{"action":"stay"}']);
    await page.clock.runFor(31_000);
    await expect(page.locator('.page')).toHaveAttribute('data-state', 'siap');
});

test('the way to the PIN is offered where it leads on, and only while it is open', async ({ page, kiosk }) => {
    await open(page, kiosk);
    const way = page.locator('footer button', { hasText: 'PIN' });
    const states = [
        [{}, 1],
        [{ state: 'ditolak', result: refusal('BUKAN_LENCANA') }, 1],
        [{ state: 'gangguan', code: 'KAMERA' }, 1],
        [{ state: 'gangguan', code: 'PENYIMPANAN' }, 0],
        [{ state: 'masuk', result: siti }, 0],
    ] as const;
    for (const [change, offered] of states) {
        await show(page, kiosk, { show_ms: null, ...change });
        await expect(way).toHaveCount(offered);
        await show(page, kiosk, { show_ms: null, ...change, pin_open: false });
        await expect(way).toHaveCount(0);
        await expect(page.locator('main')).not.toContainText('PIN');
    }
});
