import type { Page } from '@playwright/test';
import { FakeCentral, PASSWORD, USER } from './fake_central';
import { arrivalOf, populate, terminalOf, waiting } from './province';
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

test('sign-in: faults stand on top, take the focus, and lead to the field', async ({ page }) => {
    await page.goto(central.address);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
    const box = page.getByRole('alert');
    await expect(box).toBeFocused();
    await expect(box).toContainText('Ada yang perlu diperbaiki');
    await expectAccessible(page);
    await box.getByText('Isi kata sandi Anda.').click();
    await expect(page.getByLabel('Kata sandi')).toBeFocused();

    await page.getByLabel('Nama akun').fill(USER);
    await page.getByLabel('Kata sandi').fill('salah');
    await page.keyboard.press('Enter');
    await expect(box).toContainText('Nama akun atau kata sandi tidak cocok.');
    await expect(page.getByLabel('Kata sandi')).toHaveValue('');
});

test('signing out leads back to the way in', async ({ page }) => {
    await signIn(page);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await expect(page.getByRole('heading', { name: 'Akun petugas' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Akun petugas' })).toBeVisible();
});

test('Hari ini: the day, its figures and who came, in both languages', async ({ page }) => {
    central.demo = true;
    await signIn(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Selasa, 24 November 2026');
    for (const words of ['DEMO', 'Langsung', 'Data s.d. 08.15 WIB', 'dari 200 pegawai', 'Kedatangan terbaru', 'belum melapor: Kios 04']) {
        await expect(page.locator('body')).toContainText(words);
    }
    await expect(page.locator('ol li').first()).toContainText('07.45.56');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    for (const words of ['Tuesday, 24 November 2026', 'Live', 'of 200 people', 'Latest arrivals', 'not reported yet: Kios 04']) {
        await expect(page.locator('body')).toContainText(words);
    }
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('each figure of the day opens a list with as many rows', async ({ page }) => {
    await signIn(page);
    const links = page.locator('.figures a[href*=kehadiran]');
    await expect(links).toHaveCount(3);
    const places = await links.evaluateAll((all) =>
        all.map((link) => ({ href: link.getAttribute('href')!, value: Number(link.querySelector('.value')!.textContent) })),
    );
    for (const { href, value } of places) {
        await page.goto(central.address + href);
        await expect(page.locator('[data-count]'), href).toHaveAttribute('data-count', String(value));
        await expect(page.locator('tbody tr')).toHaveCount(value);
    }
});

test('lists and kiosks have no barrier', async ({ page }) => {
    await signIn(page, '#/kehadiran?daftar=marked');
    await expect(page.locator('tbody tr').first()).toContainText('waktu belum tepercaya');
    await expectAccessible(page);
    await page.getByRole('navigation').getByRole('link', { name: 'Kios', exact: true }).click();
    await expect(page.locator('[data-count]')).toHaveText('6 kios, 1 belum melapor');
    await expectAccessible(page);
});

test('a silent kiosk stands first, and what it lacks is said', async ({ page }) => {
    await signIn(page, '#/kios');
    const rows = page.locator('tbody tr');
    await expect(rows).toHaveCount(7);
    for (const words of ['Kios 04', 'belum melapor', 'belum diketahui', 'belum tepercaya', '20 Februari 2027']) {
        await expect(rows.first()).toContainText(words);
    }
    await expect(rows.filter({ hasText: 'Kios 02' })).toContainText('455 / 458');
    await expect(rows.filter({ hasText: 'Kios 02' })).toContainText('3 belum diterima');
    await expect(rows.filter({ hasText: 'Kios 06' })).toContainText('menunggu petugas kedua');
    await expect(rows.last()).toContainText('dicabut');
});

test('an arrival is on the page as it comes, and in the figures', async ({ page }) => {
    await signIn(page);
    const arrived = page.locator('.figures .value').first();
    await expect(arrived).toHaveText('171');
    await expect(page.locator('.live')).toHaveText('Langsung');
    central.arrive(arrivalOf(central.people[2]!, 500, { name: 'Kartika Baru' }));
    await expect(page.locator('ol li').first()).toContainText('Kartika Baru');
    await expect(page.locator('ol li').first()).toContainText('Masuk');
    await expect(arrived).toHaveText('172');
    await expect(page.getByRole('status').filter({ hasText: 'Baru: Kartika Baru' })).toHaveCount(1);
});

test('a kiosk that reports again is no longer silent', async ({ page }) => {
    await signIn(page, '#/kios');
    await expect(page.locator('[data-count]')).toHaveText('6 kios, 1 belum melapor');
    central.report(terminalOf('Dinas Perhubungan', 3));
    await expect(page.locator('[data-count]')).toHaveText('6 kios, 0 belum melapor');
});

test('a server that is gone is told; figures stay, and are fetched anew on its return', async ({ page }) => {
    await signIn(page);
    await expect(page.locator('.live')).toHaveText('Langsung');
    const { port, people, arrivals, terminals } = central;
    await central.stop();
    await expect(page.locator('.live')).toContainText('Terputus dari BKD');
    await expect(page.locator('.figures .value').first()).toHaveText('171');
    central = await FakeCentral.start(port);
    Object.assign(central, { people, terminals, arrivals: [arrivalOf(people[2]!, 500), ...arrivals] });
    await expect(page.locator('.figures .value').first()).toHaveText('172', { timeout: 20_000 });
    await expect(page.locator('.live')).toHaveText('Langsung');
});

test('a fault of the server has words and a way on', async ({ page }) => {
    central.failing = 'INTERNAL';
    await signIn(page);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Server BKD sedang bermasalah.');
    await expect(alert).toContainText('kode: INTERNAL');
    central.failing = null;
    await alert.getByRole('button', { name: 'Coba lagi' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Selasa, 24 November 2026');
});

test('a log that signs no more is told, and what to do', async ({ page }) => {
    central.logHalted = '2026-11-24T00:30:00.000Z';
    await signIn(page);
    await expect(page.getByRole('alert')).toContainText('BKD berhenti menandatangani bukti.');
    await expect(page.getByRole('alert')).toContainText('hadir-central log new-epoch');
    await expect(page.locator('.figures .value').first()).toHaveText('171');
    central.logHalted = null;
    await page.getByRole('button', { name: 'Coba lagi' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
});

test('an empty province and an empty day say so', async ({ page }) => {
    Object.assign(central, { people: [], arrivals: [], terminals: [] });
    await signIn(page);
    for (const words of ['Belum ada pegawai', 'Belum ada kedatangan', 'Belum ada kios']) {
        await expect(page.locator('main')).toContainText(words);
    }
    await page.getByRole('link', { name: 'Hari sebelumnya' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Senin, 23 November 2026');
});

test('ten thousand arrivals are counted whole and shown in parts', async ({ page }) => {
    const people = Array.from({ length: 10_000 }, (_, i) => ({ ...central.people[0]!, person: `p${i}` }));
    Object.assign(central, { people, arrivals: people.map((person, i) => arrivalOf(person, i)).reverse() });
    await signIn(page, '#/kehadiran');
    await expect(page.locator('.total')).toHaveText('10.000 pegawai');
    await expect(page.locator('tbody tr')).toHaveCount(200);
    await page.getByRole('button', { name: 'Tampilkan 200 berikutnya' }).click();
    await expect(page.locator('tbody tr')).toHaveCount(400);
});

test('everything is reached by keyboard, with a visible focus', async ({ page }) => {
    await signIn(page);
    await expect(page.locator('.figures a')).toHaveCount(4);
    await page.reload();
    await expect(page.locator('.figures a')).toHaveCount(4);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Langsung ke isi' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    for (let i = 0; i < 2; i++) await page.keyboard.press('Tab');
    const first = page.locator('.figures a').first();
    await expect(first).toBeFocused();
    await expect(first).toHaveCSS('outline-width', '3px');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pegawai yang datang');
    await expect(page.locator('main')).toBeFocused();
});

test('at 200 % text nothing is cut off sideways', async ({ page }) => {
    await page.setViewportSize({ width: 640, height: 400 }); // what a 1280 px window is at 200 %
    await signIn(page);
    await expect(page.locator('.figures a')).toHaveCount(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
});

test('Kios: a second officer confirms by the fingerprint, with a reason', async ({ page }) => {
    await signIn(page, '#/kios');
    const waits = page.locator('section', { has: page.getByRole('heading', { name: 'Menunggu petugas kedua' }) });
    await expect(waits).toContainText('7K3M-9QXA-TN04-ZP5W');
    await expectAccessible(page);
    await waits.getByRole('button', { name: 'Setujui' }).click();
    await expect(waits.getByRole('alert')).toContainText('Tulis alasannya.');
    expect(central.decisions).toEqual([]);
    await waits.getByLabel('Alasan (dicatat)').fill('sidik sama, dilihat di kios');
    await waits.getByRole('button', { name: 'Setujui' }).click();
    await expect(waits).toHaveCount(0);
    expect(central.decisions.map(({ body }) => body)).toEqual([
        { inc: 1, ledger_pub: waiting.ledger_pub, why: 'sidik sama, dilihat di kios' },
    ]);
});

test('Kios: of a forked history one branch is revoked; a refusal is told', async ({ page }) => {
    const [first] = central.terminals;
    first!.branches = [0, 1].map((branch) => ({ inc: 1, branch, from: branch ? 42 : 1, revoked: false }));
    central.refusing = 'NOT_ALLOWED';
    await signIn(page, '#/kios');
    const branch = page.getByRole('listitem').filter({ hasText: 'cabang 2, mulai catatan 42' });
    await branch.getByLabel('Alasan (dicatat)').fill('salinan');
    await branch.getByRole('button', { name: 'Cabut' }).click();
    await expect(page.getByRole('alert')).toContainText('tidak berhak');
    central.refusing = null;
    await branch.getByRole('button', { name: 'Cabut' }).click();
    await expect(page.getByText('Riwayat bercabang')).toHaveCount(0);
    expect(central.decisions.map(({ body }) => body)).toEqual([{ inc: 1, branch: 1, why: 'salinan' }]);
});

test('Perlu diperiksa: the oldest first, each with its reason, and gone once somebody has looked', async ({ page }) => {
    await signIn(page, '#/periksa');
    const rows = page.locator('section.card li');
    await expect(rows).toHaveCount(22);
    await expect(rows.first()).toContainText('Rina W.');
    await expect(rows.first()).toContainText('waktu belum tepercaya');
    await expect(page.locator('.lot').first()).toHaveText('diundi');
    await expectAccessible(page);
    await rows.first().getByRole('button', { name: 'Wajar', exact: true }).click();
    await expect(rows.first().getByRole('alert')).toContainText('Tulis alasannya.');
    await rows.first().getByRole('textbox', { name: 'Alasan (dicatat)' }).fill('wajah sama dengan kartu');
    await rows.first().getByRole('button', { name: 'Wajar', exact: true }).click();
    await expect(rows).toHaveCount(21);
    await expect(page.getByRole('status').filter({ hasText: 'Rina W., 06.41: tercatat sebagai Wajar.' })).toBeVisible();
    central.refusing = 'CONFLICT';
    await rows.first().getByRole('textbox', { name: 'Alasan (dicatat)' }).fill('bukan orangnya');
    await rows.first().getByRole('button', { name: 'Meragukan' }).click();
    await expect(page.getByRole('alert')).toContainText('Keadaannya sudah berubah.');
    await expect(rows).toHaveCount(21);
    expect(central.decisions.map(({ body }) => body)).toEqual([{ verdict: 'fine', why: 'wajah sama dengan kartu' }]);
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('To be reviewed');
    await expectAccessible(page);
});

test('Perlu diperiksa: what nobody looked at for a week is shown to the administrator, who judges nothing', async ({ page }) => {
    central.role = 'administrator';
    central.left = [{ ...arrivalOf(central.people[0]!, 3), at: '2026-11-10T00:00:00.000Z' }];
    await signIn(page, '#/periksa');
    const row = page.locator('section.card li');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('menunggu');
    await expect(page.getByRole('button', { name: 'Wajar', exact: true })).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Lihat foto/ })).toHaveCount(0);
});

test('a photograph is opened with a reason, shown with its measures, and gone when closed', async ({ page }) => {
    await signIn(page, '#/kehadiran?daftar=marked');
    const button = page.getByRole('button', { name: /^Lihat foto presensi/ }).first();
    await button.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Pembukaan foto dicatat');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Lihat foto' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Tulis alasannya.');
    expect(central.decisions).toEqual([]);
    await dialog.getByLabel('Alasan (dicatat)').fill('tidak ada wajah pada tanda');
    await page.keyboard.press('Enter');
    const photo = dialog.getByRole('img');
    await expect(photo).toBeVisible();
    expect(await photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(16);
    await expect(dialog).toContainText('tidak ada');
    await expectAccessible(page);
    expect(central.decisions.map(({ body }) => body)).toEqual([{ why: 'tidak ada wajah pada tanda' }]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(photo).toHaveCount(0);
    await expect(button).toBeFocused();
});

test('a photograph that has not come, or is destroyed, says so', async ({ page }) => {
    await signIn(page, '#/kehadiran?daftar=marked');
    for (const [code, words] of [['NOT_FOUND', 'belum dikirim kios'], ['EXPIRED', 'sudah dimusnahkan']] as const) {
        central.refusing = code;
        await page.getByRole('button', { name: /^Lihat foto presensi/ }).first().click();
        await page.getByRole('dialog').getByLabel('Alasan (dicatat)').fill('diperiksa');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('dialog').getByRole('alert')).toContainText(words);
        await page.getByRole('dialog').getByRole('button', { name: 'Tutup' }).click();
    }
});
