// Gangguan kios: what central proposes, and what an officer says to it.
import type { Page } from '@playwright/test';
import type { Outage } from '../../ui/src/bkd/api/central';
import { FakeCentral, PASSWORD, USER } from './fake_central';
import { populate } from './province';
import { expect, expectAccessible, test } from './watch';

const outageOf = (id: number, more: Partial<Outage> = {}): Outage => ({
    id: String(id), dev: '11'.repeat(16), kiosk: `Kios 0${id}`, opd: 'Dinas PUPR', office: 'Kantor Induk', zone: 'Asia/Jakarta',
    from: '2026-11-22T10:00:00.000Z', to: '2026-11-23T11:00:00.000Z', people: 42, checkins: 0, state: 'pending',
    decided: null, decided_by: null, decision_why: null, ...more,
});

let central: FakeCentral;
test.beforeEach(async () => {
    central = await FakeCentral.start();
    populate(central);
    central.outages = [outageOf(1), outageOf(2, { checkins: 17 })];
});
test.afterEach(() => central.stop());

async function open(page: Page): Promise<void> {
    await page.goto(`${central.address}#/gangguan`);
    await page.getByLabel('Nama akun').fill(USER);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.getByRole('button', { name: 'Masuk ke akun' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gangguan kios');
}
const row = (page: Page, kiosk: string) => page.getByRole('listitem').filter({ hasText: kiosk });

test('an outage is approved with a reason, and stands among the decided ones', async ({ page }) => {
    await open(page);
    for (const words of ['22 November 2026 17.00 WIB sampai 23 November 2026 18.00 WIB', 'Melayani 42 pegawai.', 'Belum ada catatan']) {
        await expect(row(page, 'Kios 01')).toContainText(words);
    }
    await expect(row(page, 'Kios 02')).toContainText('17 catatan dari waktu itu sudah datang');
    await expectAccessible(page);
    await row(page, 'Kios 01').getByLabel('Alasan (dicatat)').fill('padam');
    await row(page, 'Kios 01').getByRole('button', { name: 'Setujui gangguan' }).click();
    await expect(row(page, 'Kios 01').getByRole('alert')).toHaveText('Tulis alasannya, paling sedikit 10 huruf.');
    expect(central.decisions).toEqual([]);
    await row(page, 'Kios 01').getByLabel('Alasan (dicatat)').fill('listrik padam sejak Minggu');
    await row(page, 'Kios 01').getByRole('button', { name: 'Setujui gangguan' }).click();
    await expect(page.getByText('Disetujui sebagai gangguan: Kios 01.')).toBeVisible();
    await row(page, 'Kios 02').getByLabel('Alasan (dicatat)').fill('hanya jaringan yang putus');
    await row(page, 'Kios 02').getByRole('button', { name: 'Bukan gangguan' }).click();
    await expect(page.getByText('Tidak ada gangguan yang menunggu.')).toBeVisible();
    expect(central.decisions).toEqual([
        { path: '/v1/outages/1/decisions', body: { verdict: 'approved', why: 'listrik padam sejak Minggu' } },
        { path: '/v1/outages/2/decisions', body: { verdict: 'rejected', why: 'hanya jaringan yang putus' } },
    ]);
    await page.getByRole('button', { name: 'Sudah diputuskan' }).click();
    await expect(row(page, 'Kios 01')).toContainText('Gangguan, menurut Rina Wulandari, 24 November 2026 08.15 WIB');
    await expect(row(page, 'Kios 01')).toContainText('Alasannya: listrik padam sejak Minggu');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    await expect(row(page, 'Kios 02')).toContainText('No outage, says Rina Wulandari');
});

test('an auditor sees outages and decides on none', async ({ page }) => {
    central.role = 'auditor';
    await open(page);
    await expect(row(page, 'Kios 01')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Setujui gangguan' })).toHaveCount(0);
    await expect(page.getByText('Petugas OPD atau BKD yang memutuskan.')).toBeVisible();
});

test('a decision that fails is told, and nothing is lost', async ({ page }) => {
    await open(page);
    central.refusing = 'NOT_ALLOWED';
    await row(page, 'Kios 01').getByLabel('Alasan (dicatat)').fill('listrik padam sejak Minggu');
    await row(page, 'Kios 01').getByRole('button', { name: 'Setujui gangguan' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(row(page, 'Kios 01').getByLabel('Alasan (dicatat)')).toHaveValue('listrik padam sejak Minggu');
});
