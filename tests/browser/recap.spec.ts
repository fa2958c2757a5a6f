// Rekap: a month by OPD and by person; each figure opens what it counts, and the page prints and downloads.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { FakeCentral, PASSWORD, USER } from './fake_central';
import { populate } from './province';
import { expect, expectAccessible, test } from './watch';

let central: FakeCentral;
test.beforeEach(async () => {
    central = await FakeCentral.start();
    populate(central);
});
test.afterEach(() => central.stop());

const PUPR = '#/rekap?opd=Dinas+PUPR&bulan=2026-11';

async function signIn(page: Page, place = ''): Promise<void> {
    await page.goto(central.address + place);
    await page.getByLabel('Nama akun').fill(USER);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
}
const table = (page: Page) => page.locator('.table table');
const numberOf = (text: string) => Number(text.replace(/[.%\s]/g, '').replace(',', '.').replace('–', '0'));
const numbersIn = (page: Page, rows: string) =>
    table(page).locator(rows).evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map(({ textContent }) => textContent.trim())));

test('the menu leads to the month by OPD, and an OPD to its people', async ({ page }) => {
    await signIn(page);
    await page.getByRole('navigation', { name: 'Halaman' }).getByRole('link', { name: 'Rekap' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rekap November 2026');
    await expect(table(page).locator('tbody tr')).toHaveCount(5);
    await expect(table(page).locator('tfoot')).toContainText('Jumlah 200 pegawai');
    await expect(page.locator('.recap')).toContainText('rata-rata');
    await expectAccessible(page);
    await table(page).getByRole('link', { name: 'Dinas PUPR', exact: true }).click();
    await expect(table(page).locator('tbody tr')).toHaveCount(40);
    await expect(page.getByLabel('OPD', { exact: true })).toHaveValue('Dinas PUPR');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    for (const words of ['Recap November 2026', 'Total of 40 people', 'Download XLSX', 'working days', 'Provisional:']) {
        await expect(page.locator('.recap')).toContainText(words);
    }
    await expect(page.locator('th abbr').first()).toHaveAttribute('title', 'working days');
});

test('rows add up to the sums, for people and for OPDs', async ({ page }) => {
    await signIn(page, '#/rekap?bulan=2026-11');
    for (const place of ['#/rekap?bulan=2026-11', PUPR]) {
        await page.goto(central.address + place);
        await expect(table(page).locator('tbody tr')).toHaveCount(place === PUPR ? 40 : 5);
        const rows = await numbersIn(page, 'tbody tr');
        const [sums = []] = await numbersIn(page, 'tfoot tr');
        for (let i = 0; i < sums.length; i++) {
            if (place !== PUPR && i === 2) continue; // a mean is no sum
            const sum = rows.reduce((total, row) => total + numberOf(row[i]!), 0);
            expect(sum, `column ${i}`).toBeCloseTo(numberOf(sums[i]!), 5);
        }
        expect(numberOf(sums[0]!)).toBeGreaterThan(0);
    }
});

test('a figure opens the people behind it, and a person’s the days', async ({ page }) => {
    await signIn(page, PUPR);
    const total = table(page).locator('tfoot a[href*="angka=TL1"]');
    const count = Number(await total.textContent());
    expect(count).toBeGreaterThan(0);
    await total.click();
    const behind = page.locator('section', { has: page.locator('#behind') });
    await expect(page.locator('#behind')).toHaveAttribute('data-count', String(count));
    await expect(page.locator('#behind')).toContainText('TL1: terlambat jenjang 1');
    const people = await behind.locator('li b').allTextContents();
    expect(people.reduce((sum, text) => sum + Number(text), 0)).toBe(count);
    await expectAccessible(page);
    const times = Number(people[0]);
    await behind.locator('li a').first().click();
    await expect(page.locator('#behind')).toHaveAttribute('data-count', String(times));
    await expect(behind.locator('li')).toHaveCount(times);
    await expect(behind.locator('li').first()).toContainText('TL1');
    await expect(behind.locator('li').first()).toContainText('KJK 12 menit');
    await expectAccessible(page);
    await behind.locator('li a').first().click();
    await expect(page.getByRole('heading', { level: 2, name: 'November 2026' })).toBeVisible();
    await page.goBack();
    await behind.getByRole('link', { name: 'Tutup' }).click();
    await expect(page.locator('#behind')).toHaveCount(0);
});

test('a cut opens its parts, each with the row of the rules', async ({ page }) => {
    await signIn(page, PUPR);
    const cell = table(page).locator('tbody a[href*="angka=potongan"]').first();
    const percent = (await cell.textContent())!.trim();
    await cell.click();
    const behind = page.locator('section', { has: page.locator('#behind') });
    await expect(page.locator('#behind')).toContainText(`Potongan · ${percent}`);
    const parts = await behind.locator('li b').allTextContents();
    expect(parts.reduce((sum, text) => sum + numberOf(text), 0)).toBeCloseTo(numberOf(percent), 5);
    await expect(behind.locator('li').first()).toContainText('deductions/KEMENDAGRI-900-4700-2020/');
    await expect(behind.getByRole('link', { name: 'Rekap pegawai ini sebagai XLSX' })).toHaveAttribute('href', /^\/v1\/people\/[0-9a-f]{16}\/recap\.xlsx\?month=2026-11$/);
});

test('what is not known yet is said above, and beside each person whom it touches', async ({ page }) => {
    await signIn(page, '#/rekap?opd=Dinas+Perhubungan&bulan=2026-11');
    await expect(page.getByRole('note')).toContainText('Sementara: 40 hari belum diketahui.');
    await expect(page.getByRole('note')).toContainText('Dinilai sampai 24 November 2026.');
    await expect(table(page).locator('tbody tr').first()).toContainText('sementara, 1 hari belum diketahui');
    await page.goto(central.address + '#/rekap?bulan=2026-11');
    await expect(page.getByRole('note')).toContainText('Sementara: 40 hari belum diketahui.');
});

test('files are of the month and OPD on the page', async ({ page }) => {
    await signIn(page, PUPR);
    for (const [name, file] of [['Unduh XLSX', 'rekap-2026-11.xlsx'], ['Unduh CSV', 'rekap-2026-11.csv']] as const) {
        const waits = page.waitForEvent('download');
        await page.getByRole('link', { name }).click();
        const download = await waits;
        expect(download.suggestedFilename()).toBe(file);
        expect(await readFile(await download.path(), 'utf8')).toBe('2026-11,Dinas PUPR');
    }
});

test('an empty month says so, and the months follow each other', async ({ page }) => {
    await signIn(page, '#/rekap?bulan=2026-11');
    await page.getByRole('link', { name: /Bulan sebelumnya/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rekap Oktober 2026');
    await expect(page.locator('.recap .card')).toContainText('Belum ada penilaian untuk bulan ini.');
    central.failing = 'INTERNAL';
    await page.getByRole('link', { name: /Bulan sebelumnya/ }).click();
    await expect(page.getByRole('alert')).toContainText('Server BKD sedang bermasalah.');
});

test('by keyboard alone: to a figure, its list, and out of it', async ({ page }) => {
    await signIn(page, PUPR);
    await expect(table(page).locator('tbody tr')).toHaveCount(40);
    const figure = table(page).locator('tbody a[href*="angka=HK"]').first();
    await figure.focus();
    await expect(figure).toHaveCSS('outline-width', '3px');
    await page.keyboard.press('Enter');
    await expect(page.locator('#behind')).toBeVisible();
    await expect(page.locator('main')).toBeFocused();
    const close = page.getByRole('link', { name: 'Tutup' });
    for (let i = 0; i < 12 && !(await close.evaluate((link) => link === document.activeElement)); i++) await page.keyboard.press('Tab');
    await expect(close).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#behind')).toHaveCount(0);
});

test('the header stays while the table is scrolled; on paper it is on every page, across', async ({ page }) => {
    await signIn(page, PUPR);
    const scroller = page.locator('.table');
    await scroller.evaluate((part) => (part.scrollTop = 900));
    const [box, head] = [await scroller.boundingBox(), await table(page).locator('thead th').nth(1).boundingBox()];
    expect(Math.abs(head!.y - box!.y)).toBeLessThan(2);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width, height] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!;
    expect(Number(width)).toBeGreaterThan(Number(height));
    await page.emulateMedia({ media: 'print' });
    await expect(table(page).locator('thead')).toHaveCSS('display', 'table-header-group');
    const heads = table(page).locator('thead th');
    const positions = await heads.evaluateAll((all) => all.map((head) => getComputedStyle(head).position));
    expect(new Set(positions)).toEqual(new Set(['static']));
    const overflow = await page.locator('.table').evaluate((part) => part.scrollWidth - part.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
});
