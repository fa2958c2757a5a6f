// Pengajuan and Persetujuan on a person's page: what is asked for, who decides, and by which keys.
import type { Page } from '@playwright/test';
import { KINDS, paperOf } from './fake_papers';
import { NUMBER, PASSPHRASE, PhoneCentral } from './fake_phone_central';
import { expect, expectAccessible, test } from './watch';

let central: PhoneCentral;
test.use({ viewport: { width: 390, height: 844 } });
test.beforeEach(async () => {
    central = await PhoneCentral.start();
});
test.afterEach(() => central.stop());

async function enter(page: Page, place: string): Promise<void> {
    await page.goto(central.address + place);
    await page.getByLabel('Nomor presensi').fill(NUMBER);
    await page.getByLabel('Kata sandi').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
}
const send = (page: Page) => page.getByRole('button', { name: 'Ajukan' }).click();
const box = (page: Page) => page.getByRole('alert');
const told = (page: Page) => page.locator('[role=status] .note.good');

test('leave is asked for with its letter, and stands in the list with who decides', async ({ page }) => {
    await enter(page, '#/pengajuan');
    await expectAccessible(page);
    await page.getByLabel('Jenis').selectOption('CT');
    await page.getByLabel('Hari pertama').fill('2026-12-01');
    await page.getByLabel('Hari terakhir').fill('2026-12-03');
    await page.getByLabel('Alasan').fill('menjenguk orang tua di Serang');
    await page.getByLabel('Surat pendukung').setInputFiles({ name: 'surat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
    await send(page);
    await expect(told(page)).toHaveText('Terkirim: cuti tahunan, Selasa, 1 Desember 2026 sampai Kamis, 3 Desember 2026. Menunggu Budi Santoso.');
    expect(central.papers.documents).toEqual([{ type: 'application/pdf', bytes: 8 }]);
    expect(central.papers.wishes).toEqual([
        {
            code: 'CT', first: '2026-12-01', last: '2026-12-03', from: null, to: null, side: null, at_s: null,
            document: 'ab'.repeat(32), why: 'menjenguk orang tua di Serang',
        },
    ]);
    const row = page.getByRole('listitem').filter({ hasText: 'Menunggu keputusan' });
    await expect(row).toContainText('Menunggu Budi Santoso. Mulai 25 November 2026 juga Ani Wijaya.');
    await expect(row.getByRole('link', { name: 'Buka surat pendukung' })).toHaveAttribute('href', '/v1/papers/1/document');
    await expectAccessible(page);
    await row.getByRole('button', { name: 'Tarik kembali' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Ditarik kembali' })).toBeVisible();
});

test('what is wrong is said before anything is sent', async ({ page }) => {
    await enter(page, '#/pengajuan');
    await send(page);
    await expect(box(page)).toBeFocused();
    for (const words of ['Pilih jenis', 'Isi hari pertama', 'paling sedikit 10 huruf']) await expect(box(page)).toContainText(words);
    await expectAccessible(page);
    await box(page).getByText('Isi hari pertama.').click();
    await expect(page.getByLabel('Hari pertama')).toBeFocused();

    await page.getByLabel('Jenis').selectOption('DINAS_LUAR');
    await page.getByLabel('Hari pertama').fill('2026-10-31');
    await page.getByLabel('Hari terakhir').fill('2026-11-02');
    await page.getByLabel('Alasan').fill('sembilan9');
    await page.getByLabel('Hanya beberapa jam').check();
    await page.getByLabel('Mulai pukul').fill('10:00');
    await page.getByLabel('Sampai pukul').fill('09:00');
    await page.getByLabel('Surat pendukung').setInputFiles({ name: 'surat.txt', mimeType: 'text/plain', buffer: Buffer.from('surat') });
    await send(page);
    for (const words of ['Bulan itu sudah ditutup. Bawa surat Anda ke BKD', 'jam selesai', '10 huruf', 'PDF, JPEG, atau PNG']) {
        await expect(box(page)).toContainText(words);
    }
    expect(central.papers.wishes).toEqual([]);
    expect(central.papers.documents).toEqual([]);
});

test('a day of the history leads to its correction', async ({ page }) => {
    await enter(page, '#/pengajuan?hari=2026-11-20');
    await expect(page.getByLabel('Jenis')).toHaveValue('KOREKSI');
    await expect(page.getByLabel('Hari', { exact: true })).toHaveValue('2026-11-20');
    await page.getByLabel('Alasan').fill('kios mati, saya datang tepat waktu');
    await send(page);
    for (const words of ['Pilih Masuk atau Pulang.', 'Isi pukul berapa.']) await expect(box(page)).toContainText(words);
    await page.getByLabel('Masuk', { exact: true }).check();
    await page.getByLabel('Pukul').fill('07:30');
    await expectAccessible(page);
    await send(page);
    await expect(told(page)).toContainText('Jumat, 20 November 2026, Masuk pukul 07.30');
    expect(central.papers.wishes[0]).toMatchObject({ code: 'KOREKSI', first: '2026-11-20', last: '2026-11-20', side: 'in', at_s: 27_000 });
});

test('what central refuses is said with its words below, and what was typed stays', async ({ page }) => {
    central.papers.refusing = 'MALFORMED';
    await enter(page, '#/pengajuan');
    await page.getByLabel('Jenis').selectOption('CS');
    await page.getByLabel('Hari pertama').fill('2026-11-24');
    await page.getByLabel('Hari terakhir').fill('2026-11-24');
    await page.getByLabel('Alasan').fill('demam sejak tadi malam');
    await send(page);
    await expect(box(page)).toContainText('BKD tidak menerima pengajuan ini.');
    await expect(box(page)).toContainText('Kata server: days: of the test');
    await expect(page.getByLabel('Alasan')).toHaveValue('demam sejak tadi malam');
});

test('a decision is read with who and why, in both languages', async ({ page }) => {
    central.papers.own = [
        paperOf(2, {
            person: central.person, state: 'rejected', decided: '2026-11-23T02:00:00.000Z', decided_by: 'Budi Santoso',
            decision_why: 'tim sedang diaudit', deciders: [], next: null, leave: null,
        }),
        paperOf(1, { person: central.person, asked_by: 'Budi Santoso', kind: KINDS[3]! }),
    ];
    await enter(page, '#/pengajuan');
    const returned = page.getByRole('listitem').first();
    for (const words of ['Dikembalikan oleh Budi Santoso, 23 November 2026', 'Alasannya: tim sedang diaudit']) await expect(returned).toContainText(words);
    const asked = page.getByRole('listitem').nth(1);
    await expect(asked).toContainText('oleh Budi Santoso');
    await expect(asked).toContainText('belum diperiksa dengan naskah hukumnya');
    await expect(asked.getByRole('button')).toHaveCount(0); // withdrawn by who asked
    await page.getByRole('button', { name: 'English' }).click();
    await expect(returned).toContainText('Returned by Budi Santoso, 23 November 2026');
    await expectAccessible(page);
});

test('who has no post is told what to do', async ({ page }) => {
    central.papers.kinds = [];
    await enter(page, '#/pengajuan');
    await expect(page.getByText('Jabatan Anda belum tercatat')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ajukan' })).toHaveCount(0);
});

test.describe('Persetujuan', () => {
    test.use({ viewport: { width: 1024, height: 900 } });
    const card = (page: Page, name: string) => page.getByRole('listitem', { name });

    test('the queue: the oldest first, with its marks and what to know', async ({ page }) => {
        central.papers.queue = [
            paperOf(1, { marks: ['overlaps', 'over_12'], document: true }),
            paperOf(2, { deciders: [{ name: 'Budi Santoso', acting: 'Siti Rahmawati' }] }),
        ];
        await enter(page, '#/persetujuan');
        await expect(page.getByText('2 menunggu · tertua 2 hari')).toBeVisible();
        const first = page.getByRole('listitem').first();
        for (const words of ['Pegawai 1', 'cuti tahunan', 'sudah 3 dari 12 hari kerja', 'bertumpuk dengan pengajuan lain', 'lebih dari 12 hari setahun']) {
            await expect(first).toContainText(words);
        }
        await expect(card(page, 'Pegawai 2')).toContainText('Budi Santoso, diwakili Siti Rahmawati (pelaksana harian)');
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Hanya perlu diperiksa' }).click();
        await expect(page.getByRole('listitem')).toHaveCount(1);
        await page.getByRole('button', { name: 'English' }).click();
        await expect(first).toContainText('overlaps another request');
    });

    test('approve, and return with a reason that the person reads', async ({ page }) => {
        central.papers.queue = [paperOf(1), paperOf(2)];
        await enter(page, '#/persetujuan');
        await card(page, 'Pegawai 1').getByRole('button', { name: 'Setujui' }).click();
        await expect(told(page)).toHaveText('Disetujui: Pegawai 1, cuti tahunan.');
        await expect(card(page, 'Pegawai 2')).toBeFocused();
        await card(page, 'Pegawai 2').getByRole('button', { name: 'Kembalikan …' }).click();
        const why = page.getByLabel('Alasan dikembalikan');
        await expect(why).toBeFocused();
        await why.fill('pendek');
        await page.getByRole('button', { name: 'Kembalikan', exact: true }).click();
        await expect(box(page)).toContainText('paling sedikit 10 huruf');
        await expectAccessible(page);
        await why.fill('tim sedang diaudit');
        await page.getByRole('button', { name: 'Kembalikan', exact: true }).click();
        await expect(page.getByText('Tidak ada yang menunggu Anda.')).toBeVisible();
        expect(central.papers.decisions).toEqual([
            { id: '1', verdict: 'approved', why: '' },
            { id: '2', verdict: 'rejected', why: 'tim sedang diaudit' },
        ]);
    });

    test('by keys alone: J and K move, S approves, B returns; they can be switched off', async ({ page }) => {
        central.papers.queue = [paperOf(1), paperOf(2), paperOf(3)];
        await enter(page, '#/persetujuan');
        await expect(card(page, 'Pegawai 1')).toBeVisible();
        await page.keyboard.press('s'); // no card has the focus: nothing is approved
        await page.keyboard.press('j');
        await expect(card(page, 'Pegawai 1')).toBeFocused();
        await page.keyboard.press('j');
        await page.keyboard.press('j');
        await page.keyboard.press('k');
        await expect(card(page, 'Pegawai 2')).toBeFocused();
        await page.keyboard.press('s');
        await expect(told(page)).toContainText('Pegawai 2');
        await expect(card(page, 'Pegawai 3')).toBeFocused();
        await page.keyboard.press('b');
        await expect(page.getByLabel('Alasan dikembalikan')).toBeFocused();
        await page.keyboard.type('jadwal sibuk s j k b');
        await page.keyboard.press('Escape');
        await expect(card(page, 'Pegawai 3')).toBeFocused();
        await page.getByLabel('Tombol papan ketik').uncheck();
        await card(page, 'Pegawai 3').focus();
        await page.keyboard.press('s');
        await page.keyboard.press('k');
        await expect(card(page, 'Pegawai 3')).toBeFocused();
        expect(central.papers.decisions).toEqual([{ id: '2', verdict: 'approved', why: '' }]);
        await page.reload();
        await expect(page.getByLabel('Tombol papan ketik')).not.toBeChecked();
    });

    test('many at once, of those without marks alone', async ({ page }) => {
        central.papers.queue = [paperOf(1), paperOf(2, { marks: ['late'] }), paperOf(3)];
        await enter(page, '#/persetujuan');
        await expect(card(page, 'Pegawai 2').getByRole('checkbox')).toHaveCount(0);
        await page.getByRole('button', { name: 'Pilih semua tanpa tanda' }).click();
        await page.getByRole('button', { name: 'Setujui 2 yang dipilih' }).click();
        await expect(told(page)).toHaveText('2 disetujui.');
        expect(central.papers.decisions.map(({ id }) => id)).toEqual(['1', '3']);
        await expect(page.getByRole('listitem')).toHaveCount(1);
    });

    test('who was slower is told so, and the list is loaded again', async ({ page }) => {
        central.papers.queue = [paperOf(1), paperOf(2)];
        central.papers.faster.add('1');
        await enter(page, '#/persetujuan');
        await card(page, 'Pegawai 1').getByRole('button', { name: 'Setujui' }).click();
        await expect(told(page)).toHaveText('Sudah diputuskan orang lain. Daftar ini dimuat ulang.');
        await expect(page.getByRole('listitem')).toHaveCount(1);
        expect(central.papers.decisions).toEqual([]);
    });

    test('nothing waits', async ({ page }) => {
        await enter(page, '#/persetujuan');
        await expect(page.getByText('Tidak ada yang menunggu Anda.')).toBeVisible();
        await expectAccessible(page);
    });
});
