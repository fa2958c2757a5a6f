// Riwayat on a person's phone: the own month as calendar and table, with the why of each day.
import type { Page } from '@playwright/test';
import { NUMBER, PASSPHRASE, PhoneCentral } from './fake_phone_central';
import { expect, expectAccessible, test } from './watch';

let central: PhoneCentral;
test.use({ viewport: { width: 390, height: 844 } });
test.beforeEach(async () => {
    central = await PhoneCentral.start();
});
test.afterEach(() => central.stop());

async function enter(page: Page, place = '#/riwayat'): Promise<void> {
    await page.goto(central.address + place);
    await page.getByLabel('Nomor presensi').fill(NUMBER);
    await page.getByLabel('Kata sandi').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Riwayat presensi');
}
const calendar = (page: Page) => page.getByRole('table').first();
const because = (page: Page) => page.locator('.because');

test('the month stands as calendar and table, and both say the same', async ({ page }) => {
    await enter(page);
    await expect(page.getByRole('heading', { name: 'November 2026' })).toBeVisible();
    await expect(calendar(page).getByRole('button')).toHaveCount(24);
    const rows = page.getByRole('table').nth(1).locator('tbody tr');
    await expect(rows).toHaveCount(24);
    const codes = await calendar(page).locator('.code').allTextContents();
    expect(codes).toEqual(await rows.locator('.code').allTextContents());
    await expect(rows.filter({ hasText: 'Jumat, 6 November 2026' })).toContainText(/08\.05 – 16\.20\s*Potongan 1,5 %/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Attendance history');
    await expectAccessible(page);
});

test('a day of the calendar opens its why, and the way to object', async ({ page }) => {
    await enter(page);
    await page.getByRole('button', { name: 'Selasa, 10 November 2026: TK, tanpa keterangan. Buka alasannya' }).click();
    await expect(page.getByRole('button', { name: 'Mengapa TK pada Selasa, 10 November 2026' })).toBeFocused();
    await expect(because(page)).toContainText('Bila Anda bekerja atau punya surat, ajukan sekarang.');
    await expect(because(page)).toContainText('belum diverifikasi');
    await expect(because(page).getByRole('link', { name: 'Ajukan keberatan atau koreksi' })).toHaveAttribute('href', '#/pengajuan?hari=2026-11-10');
    await expectAccessible(page);
});

test('an older verdict stays, struck through, with what changed it', async ({ page }) => {
    await enter(page);
    await page.getByRole('button', { name: /^Mengapa TW pada Senin, 9 November/ }).click();
    await expect(because(page).locator('s')).toHaveText('TK, 3 %');
    await expect(because(page)).toContainText('karena catatan baru dari kios');
});

test('everything is reached by keyboard', async ({ page }) => {
    await enter(page);
    const day = page.getByRole('button', { name: /^Rabu, 4 November 2026: TL1/ });
    await day.focus();
    await expect(day).toHaveCSS('outline-width', '3px');
    await page.keyboard.press('Enter');
    const row = page.getByRole('button', { name: /^Mengapa TL1 pada Rabu, 4 November/ });
    await expect(row).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(because(page)).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(because(page)).toContainText('Terlambat 12 menit; dalam rekap TL1.');
});

test('months follow each other; an empty one says so', async ({ page }) => {
    await enter(page, '#/riwayat?bulan=2026-11');
    await page.getByRole('link', { name: /^Bulan sebelumnya/ }).click();
    await expect(page.getByRole('heading', { name: 'Oktober 2026' })).toBeVisible();
    await expect(page.locator('main')).toContainText('Belum ada penilaian untuk bulan ini.');
    await page.getByRole('link', { name: /^Bulan berikutnya/ }).click();
    await expect(calendar(page).getByRole('button')).toHaveCount(24);
});

test('from the code to the history and back', async ({ page }) => {
    await enter(page);
    await page.getByRole('navigation', { name: 'Halaman' }).getByRole('link', { name: 'Kode' }).click();
    await expect(page.getByRole('heading', { name: 'Jadikan ponsel ini lencana Anda' })).toBeVisible();
    await page.getByRole('navigation', { name: 'Halaman' }).getByRole('link', { name: 'Riwayat' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Riwayat presensi');
});

test('a server that is gone is told, with a way on', async ({ page }) => {
    await enter(page, '#/riwayat?bulan=2026-11');
    await expect(calendar(page).getByRole('button')).toHaveCount(24);
    const { port } = central;
    await central.stop();
    await page.getByRole('link', { name: /^Bulan sebelumnya/ }).click();
    await expect(page.getByRole('alert')).toContainText('BKD tidak bisa dihubungi.');
    central = await PhoneCentral.start(port);
    await page.getByRole('button', { name: 'Coba lagi' }).click();
    await expect(page.getByRole('heading', { name: 'Oktober 2026' })).toBeVisible();
});

for (const [width, height] of [[360, 640], [195, 422]] as const) {
    test(`nothing is cut off sideways at ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height }); // the smaller one: a phone at 200 % text
        await enter(page);
        await page.getByRole('button', { name: /^Mengapa TL1 pada Rabu, 4 November/ }).click();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const sizes = await calendar(page).getByRole('button').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(48);
    });
}
