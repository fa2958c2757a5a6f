// Akun and Akun saya, and what each role is shown, with axe.
import type { Page } from '@playwright/test';
import { DRAWN, FakeCentral, PASSWORD, USER } from './fake_central';
import { populate } from './province';
import { expect, expectAccessible, test } from './watch';

let central: FakeCentral;
test.beforeEach(async () => {
    central = await FakeCentral.start();
    populate(central);
    central.staff = [
        { name: 'dewi', role: 'administrator', person: '00000000000000aa', holder: 'Dewi Lestari', opd: null, ethics: false, state: 'active', factor: true, seen: null },
        { name: 'tono', role: 'opd_officer', person: '00000000000000ab', holder: 'Tono Wijaya', opd: 'Dinas PUPR', ethics: false, state: 'active', factor: true, seen: null },
    ];
});
test.afterEach(() => central.stop());

async function signIn(page: Page, place = ''): Promise<void> {
    await page.goto(central.address + place);
    await page.getByLabel('Nama akun').fill(USER);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
}

const MENU = {
    opd_officer: ['Hari ini', 'Rekap', 'Perlu diperiksa', 'Kios', 'Gangguan kios'],
    bkd_officer: ['Hari ini', 'Rekap', 'Perlu diperiksa', 'Kios', 'Gangguan kios'],
    discipline_officer: ['Hari ini', 'Rekap', 'Perlu diperiksa', 'Disiplin', 'Kios', 'Gangguan kios'],
    auditor: ['Hari ini', 'Rekap', 'Perlu diperiksa', 'Disiplin', 'Kios', 'Gangguan kios'],
    administrator: ['Hari ini', 'Rekap', 'Perlu diperiksa', 'Kios', 'Gangguan kios', 'Akun'],
} as const;

for (const [role, pages] of Object.entries(MENU)) {
    test(`${role}: the menu has what the role may do, and its first page has no barrier`, async ({ page }) => {
        central.role = role as keyof typeof MENU;
        await signIn(page);
        await expect(page.getByRole('navigation', { name: 'Halaman' }).getByRole('link')).toHaveText([...pages]);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Selasa, 24 November 2026');
        await expectAccessible(page);
        await page.goto(central.address + '#/kehadiran?daftar=marked');
        await expect(page.locator('tbody tr').first()).toBeVisible();
        const opens = role === 'opd_officer' || role === 'bkd_officer';
        await expect(page.getByRole('button', { name: /^Lihat foto/ })).toHaveCount(opens ? await page.locator('tbody tr', { hasText: 'waktu belum tepercaya' }).count() : 0);
    });
}

test('a person sees their own account alone', async ({ page }) => {
    central.role = 'person';
    await signIn(page);
    await expect(page.getByRole('navigation', { name: 'Halaman' }).getByRole('link')).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Akun saya');
});

test('Akun: an account is added, and its password is shown once', async ({ page }) => {
    central.role = 'administrator';
    await signIn(page, '#/akun');
    await expect(page.locator('tr[data-account]')).toHaveCount(2);
    await expectAccessible(page);
    await page.getByText('Tambah akun').click();
    await page.getByRole('button', { name: 'Tambahkan' }).click();
    await expect(page.getByRole('alert')).toHaveText('Isi semua kolom.');
    await page.getByLabel('Nama akun').fill('rudi');
    await page.getByLabel('No. presensi pemilik').fill('20417');
    await page.getByLabel('Peran').selectOption('discipline_officer');
    await page.getByLabel('Boleh membuka perkara kode etik').check();
    await page.getByLabel('Alasan (dicatat)').fill('pindahan dari Inspektorat');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page.getByText(DRAWN)).toBeVisible();
    await expect(page.locator('tr[data-account=rudi]')).toContainText('belum masuk');
    expect(central.decisions.map(({ body }) => body)).toEqual([
        { name: 'rudi', role: 'discipline_officer', number: '20417', opd: null, ethics: true, why: 'pindahan dari Inspektorat' },
    ]);
    await page.getByRole('button', { name: 'Tutup' }).click();
    await expect(page.getByText(DRAWN)).toHaveCount(0);
});

test('Akun: a second factor is reset and an account ended with a reason, nobody’s own', async ({ page }) => {
    central.role = 'administrator';
    await signIn(page, '#/akun');
    await expect(page.locator('tr[data-account=dewi]').getByRole('button')).toHaveCount(0);
    const tono = page.locator('tr[data-account=tono]');
    await tono.getByRole('button', { name: 'Ubah tono' }).click();
    await page.getByRole('button', { name: 'Pasang ulang kode kedua' }).click();
    await expect(page.getByRole('alert')).toHaveText('Tulis alasannya.');
    await page.getByRole('textbox', { name: 'Alasan (dicatat)' }).last().fill('ponselnya hilang');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Pasang ulang kode kedua' }).click();
    await expect(tono).toContainText('tanpa kode kedua');
    await tono.getByRole('button', { name: 'Ubah tono' }).click();
    await page.getByRole('textbox', { name: 'Alasan (dicatat)' }).last().fill('pensiun');
    await page.getByRole('button', { name: 'Akhiri akun' }).click();
    await expect(tono).toContainText('berakhir');
    await expect(tono.getByRole('button')).toHaveCount(0);
    expect(central.decisions.map(({ path, body }) => [path, body])).toEqual([
        ['/v1/staff/tono/resets', { what: 'factor', why: 'ponselnya hilang' }],
        ['/v1/staff/tono/endings', { why: 'pensiun' }],
    ]);
});

test('Akun: a name that is taken is told', async ({ page }) => {
    central.role = 'administrator';
    central.refusing = 'CONFLICT';
    await signIn(page, '#/akun');
    await page.getByText('Tambah akun').click();
    await page.getByLabel('Nama akun').fill('tono');
    await page.getByLabel('No. presensi pemilik').fill('20417');
    await page.getByRole('textbox', { name: 'OPD' }).fill('Dinas PUPR');
    await page.getByLabel('Alasan (dicatat)').fill('baru');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('sudah ada, atau pernah ada');
    await expect(page.getByLabel('Nama akun')).toHaveValue('tono');
});

test('Akun saya: who has looked, and a session is ended', async ({ page }) => {
    central.sessions = [
        { id: 'a'.repeat(64), opened: '2026-11-24T00:00:00.000Z', seen: '2026-11-24T01:00:00.000Z', agent: 'Chrome di kantor', current: true },
        { id: 'b'.repeat(64), opened: '2026-11-23T00:00:00.000Z', seen: '2026-11-23T01:00:00.000Z', agent: 'Firefox di warnet', current: false },
    ];
    central.looks = [
        { viewer: '00000000000000ac', name: 'Budi Santoso', role: 'bkd_officer', kind: 'photo', day: '2026-11-24', why: 'dua lencana dalam sedetik', first: '2026-11-24T01:00:00.000Z', last: '2026-11-24T01:10:00.000Z', times: 3 },
    ];
    await signIn(page);
    await page.getByRole('link', { name: USER }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Akun saya');
    for (const words of ['Budi Santoso', 'Petugas BKD', 'Foto presensi: dua lencana dalam sedetik', '3 kali hari itu', 'perangkat ini']) {
        await expect(page.locator('main')).toContainText(words);
    }
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keluarkan' }).click();
    await expect(page.locator('main')).not.toContainText('Firefox di warnet');
    await page.getByRole('button', { name: 'English' }).click();
    for (const words of ['My account', 'Who has looked at my data', '3 times that day']) {
        await expect(page.locator('main')).toContainText(words);
    }
});
