// Days as they were judged, on the officers' pages: the table whose parts add up, the lists behind it, a person's month.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { FakeCentral, PASSWORD, USER } from './fake_central';
import { populate, verdictOf } from './province';
import { expect, expectAccessible, test } from './watch';

let central: FakeCentral;
test.beforeEach(async () => {
    central = await FakeCentral.start();
    populate(central);
});
test.afterEach(() => central.stop());

async function signIn(page: Page, place = ''): Promise<void> {
    await page.goto(central.address + place);
    await page.getByLabel('Nama akun').fill(USER);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
}
const table = (page: Page) => page.locator('.opds table');
const numbersIn = (page: Page) =>
    table(page).locator('tbody tr, tfoot tr').evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replaceAll('.', '')))),
    );

test('each row’s parts add up to its people, and the rows to the sum', async ({ page }) => {
    await signIn(page);
    await expect(table(page).locator('tbody tr')).toHaveCount(5);
    const rows = await numbersIn(page);
    for (const [people, ...parts] of rows) expect(parts.reduce((sum, part) => sum + part, 0)).toBe(people);
    const sums = rows[0]!.map((_, i) => rows.slice(0, -1).reduce((sum, row) => sum + row[i]!, 0));
    expect(rows.at(-1)).toEqual(sums);
    expect(sums[0]).toBe(200);
});

test('each part opens a list with as many people, for one OPD and for all', async ({ page }) => {
    await signIn(page);
    const links = table(page).locator('a');
    await expect(links.first()).toBeVisible();
    const places = await links.evaluateAll((all) => all.map((link) => ({ href: link.getAttribute('href')!, value: Number(link.textContent) })));
    expect(places).toHaveLength(9 * 6);
    for (const { href, value } of [...places.slice(-9), ...places.slice(27, 36)]) {
        await page.goto(central.address + href);
        await expect(page.locator('[data-count]'), href).toHaveAttribute('data-count', String(value));
        await expect(page.locator('tbody tr')).toHaveCount(value);
    }
});

test('a silent kiosk is said to be silent, and nobody there is absent', async ({ page }) => {
    await signIn(page);
    const row = table(page).locator('tbody tr', { hasText: 'Dinas Perhubungan' });
    await expect(row).toContainText('belum melapor: Kios 04');
    await expect(row.getByRole('link', { name: /Tanpa ket\. 0/ })).toBeVisible();
    await row.getByRole('link', { name: /Belum diketahui/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pegawai yang harinya belum diketahui');
    await expect(page.locator('main')).toContainText('Belum ada yang dianggap tanpa keterangan');
    await expect(page.locator('main')).toContainText('belum melapor: Kios 04');
    await expect(page.locator('tbody tr').first()).toContainText('belum diketahui');
    await expect(page.locator('main')).not.toContainText('tanpa keterangan (TK)');
    await expectAccessible(page);
});

test('a day that is not over counts by the arrival so far, and says so', async ({ page }) => {
    await signIn(page, '#/penilaian?bagian=late');
    await expect(page.locator('tbody tr').first()).toContainText(/BD belum diketahui\s*\(sejauh ini terlambat\)/);
});

test('OPD and day are chosen, and stand in the address', async ({ page }) => {
    await signIn(page);
    await page.getByLabel('OPD', { exact: true }).selectOption('Dinas PUPR');
    await expect(table(page).locator('tbody tr')).toHaveCount(1);
    await expect(table(page).locator('tfoot')).toHaveCount(0);
    await expect(page.locator('.figures .soft').first()).toHaveText('dari 40 pegawai');
    expect(page.url()).toContain('opd=Dinas+PUPR');
    await page.getByLabel('Hari', { exact: true }).selectOption('Senin, 23 November 2026');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Senin, 23 November 2026');
    expect(page.url()).toContain('hari=2026-11-23');
});

test('the table’s file has the same numbers', async ({ page }) => {
    await signIn(page);
    await expect(table(page).locator('tbody tr')).toHaveCount(5);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Unduh CSV' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe('hari-ini-2026-11-24.csv');
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines[0]).toBe('OPD,Pegawai,Tepat,Terlambat,Dinas luar,Cuti,Tanpa ket.,Menunggu,Belum diketahui,Libur');
    expect(lines.slice(1).map((line) => line.split(',').slice(1).map(Number))).toEqual(await numbersIn(page));
});

test('a person’s month: figures, marks, and the why by a click', async ({ page }) => {
    await signIn(page, '#/penilaian?bagian=on_time');
    const name = page.locator('tbody th a').first();
    const who = await name.textContent();
    await name.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(who!);
    expect(central.asked).toEqual([who]);
    const rows = page.locator('tbody tr');
    // The day of the list is open already.
    await expect(page.locator('.because')).toContainText('Belum diketahui: Kios 04, Kantor Induk belum melaporkan catatannya');
    await expect(rows).toHaveCount(25);
    const late = rows.filter({ hasText: 'Rabu, 4 November 2026' });
    for (const words of ['TL1', 'terlambat', '07.42', '16.03', '12', '0,5 %']) await expect(late).toContainText(words);
    await late.getByRole('button').click();
    const because = page.locator('.because');
    await expect(because).toHaveCount(1);
    for (const words of ['Terlambat 12 menit; dalam rekap TL1.', 'Dasar: Kepmendagri 900-4700/2020', 'belum diverifikasi', 'catatan Kios 02, 07.42.10 WIB', 'aturan day_bands/TL1@2016-01-01']) {
        await expect(because).toContainText(words);
    }
    await expect(because.getByRole('link', { name: /bukti 7K3M-9QXA-TN04-ZP5W/ }).first()).toHaveAttribute('href', '/bukti/#7K3M9QXATN04ZP5W');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    await expect(because).toContainText('Late by 12 min; TL1 in the recap.');
    await expect(because).toContainText('not verified yet');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Why TL1 on Wednesday, 4 November 2026' }).click();
    await expect(because).toHaveCount(0);
});

test('an older verdict stays, struck through, with what changed it', async ({ page }) => {
    await signIn(page, `#/pegawai?orang=${central.people[0]!.person}&bulan=2026-11&hari=2026-11-09`);
    const row = page.locator('tbody tr').filter({ hasText: 'Senin, 9 November 2026' });
    await expect(row.locator('s')).toHaveText('TK');
    const because = page.locator('.because');
    await expect(because.locator('s')).toHaveText('TK, 3 %');
    await expect(because).toContainText('Diganti 10 November 2026 09.14 WIB, karena catatan baru dari kios.');
    await expect(because.locator('s')).toHaveCSS('text-decoration-line', 'line-through');
    await expect(because.locator('.old')).toContainText('tanpa keterangan (TK)');
});

test('months follow each other, an empty one says so, and who is not there is told', async ({ page }) => {
    await signIn(page, `#/pegawai?orang=${central.people[0]!.person}&bulan=2026-11`);
    await expect(page.locator('tbody tr')).toHaveCount(24);
    await expect(page.getByRole('link', { name: /Bulan berikutnya/ })).toHaveCount(0);
    await page.getByRole('link', { name: /Bulan sebelumnya/ }).click();
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('Oktober 2026');
    await expect(page.locator('main')).toContainText('Belum ada penilaian untuk bulan ini.');
    await page.goto(`${central.address}#/pegawai?orang=ffffffffffffffff&bulan=2026-11`);
    await expect(page.getByRole('alert')).toContainText('Yang dicari tidak ada di server.');
});

test('from the table to a why by keyboard alone', async ({ page }) => {
    await signIn(page);
    const link = table(page).locator('tfoot').getByRole('link', { name: /Terlambat/ });
    await link.focus();
    await expect(link).toHaveCSS('outline-width', '3px');
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    await expect(page.locator('tbody th a').first()).toBeVisible();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
    await expect(page.locator('tbody th a').first()).toBeFocused();
    await page.keyboard.press('Enter');
    const button = page.locator('tbody').getByRole('button', { name: /^Mengapa TL1 pada Rabu, 4 November 2026/ });
    await expect(button).toBeVisible();
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await expect(page.locator('.because')).toContainText('Terlambat 12 menit');
    await page.keyboard.press('Enter');
    await expect(page.locator('.because')).toHaveCount(0);
});

test('ten thousand verdicts are counted whole and shown in parts', async ({ page }) => {
    const person = central.people[0]!;
    central.verdicts = Array.from({ length: 10_000 }, (_, i) => ({ ...verdictOf(person, 0, true, false), person: i.toString(16).padStart(16, '0') }));
    await signIn(page, '#/penilaian?bagian=on_time');
    await expect(page.locator('.total')).toHaveText('10.000 pegawai');
    await expect(page.locator('tbody tr')).toHaveCount(200);
    await page.getByRole('button', { name: 'Tampilkan 200 berikutnya' }).click();
    await expect(page.locator('tbody tr')).toHaveCount(400);
});

test('a day that nobody has judged says so', async ({ page }) => {
    central.verdicts = [];
    await signIn(page);
    await expect(page.locator('.opds')).toContainText('Belum dinilai');
    await page.goto(`${central.address}#/penilaian?bagian=absent`);
    await expect(page.locator('main')).toContainText('Tidak ada yang cocok pada hari ini.');
});

test('at 200 % text nothing is cut off sideways', async ({ page }) => {
    await page.setViewportSize({ width: 640, height: 400 }); // what a 1280 px window is at 200 %
    await signIn(page);
    for (const place of ['', '#/penilaian?bagian=late', `#/pegawai?orang=${central.people[0]!.person}&bulan=2026-11&hari=2026-11-04`]) {
        await page.goto(central.address + place);
        await expect(page.locator('tbody tr').first()).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth), place).toBeLessThanOrEqual(640);
    }
});

test('on paper a month has its figures and no buttons', async ({ page }) => {
    await signIn(page, `#/pegawai?orang=${central.people[0]!.person}&bulan=2026-11`);
    await expect(page.locator('tbody tr')).toHaveCount(24);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('tbody tr').first()).toBeVisible();
    await expect(page.locator('header')).toBeHidden();
    expect(await page.getByRole('button').count()).toBe(0);
});
