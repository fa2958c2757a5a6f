// The steps of a sign-in, with axe and by keyboard alone.
import type { Page } from '@playwright/test';
import { CODE, FakeCentral, PASSWORD, RECOVERY, SECRET, USER } from './fake_central';
import { populate } from './province';
import { expect, expectAccessible, test } from './watch';

let central: FakeCentral;
test.beforeEach(async () => {
    central = await FakeCentral.start();
    populate(central);
});
test.afterEach(() => central.stop());

async function enter(page: Page): Promise<void> {
    await page.goto(central.address);
    await page.getByLabel('Nama akun').fill(USER);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.keyboard.press('Enter');
}

test('the second factor is asked for; a wrong code is told, and a reload goes on from there', async ({ page }) => {
    central.stages = ['factor'];
    await enter(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kode dari aplikasi');
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expectAccessible(page);
    await page.getByLabel('Kode', { exact: true }).fill('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('salah atau sudah terpakai');
    await expect(page.getByRole('alert')).toBeFocused();
    await page.reload();
    await page.getByLabel('Kode', { exact: true }).fill(CODE);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Selasa, 24 November 2026');
});

test('the first sign-in: a password of one\u2019s own, then the second factor, then recovery codes once', async ({ page }) => {
    central.stages = ['password', 'enrolment'];
    await enter(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Buat kata sandi Anda sendiri');
    await expectAccessible(page);
    const type = async (first: string, second: string) => {
        await page.getByLabel('Kata sandi baru', { exact: true }).fill(first);
        await page.getByLabel('Kata sandi baru, sekali lagi').fill(second);
        await page.keyboard.press('Enter');
    };
    await type('teh manis sore hari', 'teh manis sore');
    await expect(page.getByRole('alert')).toContainText('tidak sama');
    await type('pendek', 'pendek');
    await expect(page.getByRole('alert')).toContainText('terlalu pendek');
    await type('teh manis sore hari', 'teh manis sore hari');

    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pasang kode kedua');
    await expect(page.getByRole('img', { name: 'Kode QR untuk aplikasi autentikator' })).toBeVisible();
    await expect(page.locator('code')).toHaveText(SECRET.match(/.{4}/g)!.join(' '));
    await expectAccessible(page);
    await page.getByLabel('Kode', { exact: true }).fill(CODE);
    await page.keyboard.press('Enter');

    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kode cadangan');
    for (const code of RECOVERY) await expect(page.locator('ol')).toContainText(code);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sudah saya simpan' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Selasa, 24 November 2026');
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Selasa, 24 November 2026');
});

test('after a reload the given password is asked for once more', async ({ page }) => {
    central.stages = ['password'];
    await enter(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Buat kata sandi Anda sendiri');
    await page.reload();
    await page.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Kata sandi baru', { exact: true }).fill('teh manis sore hari');
    await page.getByLabel('Kata sandi baru, sekali lagi').fill('teh manis sore hari');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Selasa, 24 November 2026');
});
