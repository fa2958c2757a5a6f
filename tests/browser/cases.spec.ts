// Disiplin and Etik for officers, and Kasus saya on a person's phone.
import type { Page } from '@playwright/test';
import { caseOf, proposedCase } from './fake_cases';
import { FakeCentral, PASSWORD, USER } from './fake_central';
import { NUMBER, PASSPHRASE, PhoneCentral } from './fake_phone_central';
import { expect, expectAccessible, test } from './watch';

test.describe('officers', () => {
    let central: FakeCentral;
    test.beforeEach(async () => {
        central = await FakeCentral.start();
        central.role = 'discipline_officer';
        const late = { state: 'PANGGILAN_1', actor: 'ATASAN', rule: 'x', due: '2026-11-20', late: true };
        central.cases.files = [
            caseOf('D-2026-0112', { due: late, dues: [late], name: 'Tono Prabowo' }),
            caseOf('D-2026-0113'),
            proposedCase('D-2026-0114'),
            caseOf('D-2026-0115', { mode: 'consecutive', count: 10, salary_stop: '2026-12-01' }),
        ];
    });
    test.afterEach(() => central.stop());

    async function signIn(page: Page, place: string): Promise<void> {
        await page.goto(central.address + place);
        await page.getByLabel('Nama akun').fill(USER);
        await page.getByLabel('Kata sandi').fill(PASSWORD);
        await page.getByRole('button', { name: 'Masuk ke akun' }).click();
        await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
    }

    test('each list of the queue has as many cases as it counts', async ({ page }) => {
        await signIn(page, '#/disiplin');
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Disiplin');
        for (const [tab, count] of [['examine', 3], ['proposed', 1], ['late', 1]] as const) {
            const link = page.locator(`[data-tab=${tab}]`);
            await expect(link.locator('.value')).toHaveText(String(count));
            await link.click();
            await expect(link).toHaveAttribute('aria-current', 'page');
            await expect(page.locator('tbody tr')).toHaveCount(count);
        }
        await expect(page.getByRole('heading', { level: 2 })).toHaveText('Ani Wijaya · 1 kasus lewat tenggat');
        await expectAccessible(page);
        await page.locator('[data-tab=closed]').click();
        await expect(page.getByText('Tidak ada kasus di sini.')).toBeVisible();
    });

    test('a case shows rule, arithmetic, evidence and deadline, in both languages', async ({ page }) => {
        await signIn(page, '#/kasus?nomor=D-2026-0113');
        for (const words of [
            'Kasus D-2026-0113 · Budi Santoso', '3 hari = 9, 10, 11 November 2026', 'pasal belum diperiksa',
            'thresholds/PP94/year/3@2021-08-31', '450 menit terlambat atau pulang cepat = 1 hari',
            'Panggilan pertama: paling lambat Jumat, 27 November 2026', 'oleh Ani Wijaya', 'dibuat otomatis',
        ]) {
            await expect(page.locator('main')).toContainText(words);
        }
        await page.getByText('Mengapa Senin, 9 November 2026 dinilai TK').click();
        await expect(page.getByText('Tidak ada presensi pada 2026-11-09')).toBeVisible();
        await expectAccessible(page);
        await page.getByRole('button', { name: 'English' }).click();
        for (const words of ['3 days = 9, 10, 11 November 2026', 'article not checked yet', 'First summons: by Friday']) {
            await expect(page.locator('main')).toContainText(words);
        }
    });

    test('papers lead to central, and each only where there is cause', async ({ page }) => {
        await signIn(page, '#/kasus?nomor=D-2026-0113');
        await expect(page.getByRole('link', { name: 'Surat panggilan I', exact: true })).toHaveAttribute(
            'href', '/v1/cases/D-2026-0113/documents/panggilan-1');
        await expect(page.getByRole('link', { name: 'Pemberitahuan penghentian gaji' })).toHaveCount(0);
        await page.goto(`${central.address}#/kasus?nomor=D-2026-0115`);
        await expect(page.getByText('Gaji dihentikan mulai Selasa, 1 Desember 2026')).toBeVisible();
        await expect(page.getByRole('link', { name: 'Pemberitahuan penghentian gaji' })).toBeVisible();
    });

    test('with the keyboard alone: a step, and somebody who was faster', async ({ page }) => {
        await signIn(page, '#/kasus?nomor=D-2026-0113');
        central.cases.faster = true;
        const words = page.getByLabel('Catatan atau alasan (dicatat)');
        await words.focus();
        await page.keyboard.type('surat 800/12');
        await page.keyboard.press('Enter');
        await expect(page.getByText('Orang lain lebih cepat.')).toBeVisible();
        await expect(page.getByText('Saya sakit.')).toBeVisible();
        await expect(words).toHaveValue('surat 800/12');
        await words.press('Enter');
        await expect(page.getByText('Tercatat.')).toBeVisible();
        expect(central.cases.sent.at(-1)?.body).toMatchObject({ state: 'PANGGILAN_1', why: 'surat 800/12', seen: 2 });
        await expect(words).toHaveValue('');
    });

    test('a proposal is made and decided with grounds', async ({ page }) => {
        await signIn(page, '#/kasus?nomor=D-2026-0114');
        await expect(page.getByText('Diusulkan: teguran lisan, oleh Rina Kartika.')).toBeVisible();
        await page.getByRole('button', { name: 'Putuskan' }).click();
        await expect(page.getByText('Isi semua kolom.')).toBeVisible();
        await page.getByLabel('Kewajiban atau larangan').fill('wajib masuk kerja');
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Putuskan' }).click();
        await expect(page.getByText('diputuskan: teguran lisan')).toBeVisible();
        expect(central.cases.sent.at(-1)?.body).toMatchObject({ sanction: 'R1', why: 'wajib masuk kerja' });
    });

    test('ethics: only for who was let to it, with a council that is odd', async ({ page }) => {
        await signIn(page, '#/disiplin');
        await expect(page.getByRole('link', { name: 'Etik' })).toHaveCount(0);
        await page.getByRole('button', { name: 'Keluar' }).click();
        central.ethicsGranted = true;
        await signIn(page, '#/etik');
        await page.getByLabel('Nomor presensi pegawai').fill('20418');
        await page.getByLabel('Isi laporan').fill('laporan warga');
        await page.getByRole('button', { name: 'Buka kasus' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kasus E-2026-0001 · Budi Santoso');
        await page.getByLabel('Nomor presensi anggota majelis').fill('20001 20002');
        await page.getByLabel('Catatan atau alasan').fill('SK 3');
        await page.getByRole('button', { name: 'Catat langkah' }).click();
        await expect(page.getByText('Majelis harus ganjil')).toBeVisible();
        await page.getByLabel('Nomor presensi anggota majelis').fill('20001 20002 20003 20004 20005');
        await page.getByRole('button', { name: 'Catat langkah' }).click();
        await expect(page.getByText('Anggota 20005')).toBeVisible();
        await expectAccessible(page);
    });

    test('who may see no discipline is not led there', async ({ page }) => {
        central.role = 'bkd_officer';
        await signIn(page, '');
        await expect(page.getByRole('link', { name: 'Disiplin' })).toHaveCount(0);
    });
});

test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 844 } });
    let central: PhoneCentral;
    test.beforeEach(async () => {
        central = await PhoneCentral.start();
    });
    test.afterEach(() => central.stop());

    async function enter(page: Page): Promise<void> {
        await page.goto(`${central.address}#/kasus`);
        await page.getByLabel('Nomor presensi').fill(NUMBER);
        await page.getByLabel('Kata sandi').fill(PASSPHRASE);
        await page.getByRole('button', { name: 'Masuk ke akun' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kasus saya');
    }

    test('own cases with rule and arithmetic, and an objection while there is time', async ({ page }) => {
        central.cases.own = [caseOf('D-2026-0113', { state: 'PENYAMPAIAN', objection_until: '2026-12-03', next: [] })];
        await enter(page);
        await expect(page.locator('main')).toContainText('3 hari = 9, 10, 11 November 2026');
        await expect(page.locator('main')).toContainText('Keberatan dapat diajukan s.d. Kamis, 3 Desember 2026.');
        await expectAccessible(page);
        const send = page.getByRole('button', { name: 'Ajukan keberatan, batas Kamis, 3 Desember 2026' });
        await page.getByLabel('Keterangan Anda').fill('sakit');
        await send.click();
        await expect(page.getByText('Tulis sedikitnya 10 huruf.')).toBeVisible();
        await page.getByLabel('Keterangan Anda').fill('Saya bertugas di Serang.');
        await send.click();
        await expect(page.getByText('Sudah dicatat.')).toBeVisible();
        expect(central.cases.sent.at(-1)).toEqual({
            path: '/v1/own/cases/D-2026-0113/statements', body: { objection: true, text: 'Saya bertugas di Serang.' },
        });
        await expect(page.getByText('oleh pegawai yang bersangkutan')).toBeVisible();
    });

    test('a superior decides on a case of somebody under them', async ({ page }) => {
        central.cases.team = [proposedCase('D-2026-0114')];
        await enter(page);
        await expect(page.getByText('Tidak ada kasus tentang Anda.')).toBeVisible();
        await page.getByLabel('Kewajiban atau larangan').fill('wajib masuk kerja');
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Putuskan' }).click();
        await expect(page.getByText('diputuskan: teguran lisan')).toBeVisible();
        await page.getByRole('button', { name: 'English' }).click();
        await expect(page.getByRole('heading', { name: 'Cases of people under you' })).toBeVisible();
    });
});
