// The pictures in the README and in docs/screens.md, for both languages.
import { FakeCentral, PASSWORD, USER } from './fake_central';
import { FakeKiosk, siti } from './fake_kiosk';
import { NUMBER, PASSPHRASE, PhoneCentral } from './fake_phone_central';
import { OFFLINE, SAMPLES, UNTRUSTED } from './kiosk_states';
import { placeVoice } from './listen';
import { drawBadge, take } from './picture';
import { populate } from './province';
import { expect, test } from './watch';

test('the picture in the README: kiosk', async ({ page }) => {
    const kiosk = await FakeKiosk.start();
    await page.goto(kiosk.address());
    const jpeg = Buffer.from(await drawBadge(page));
    kiosk.tell({ state: 'masuk', show_ms: null, demo: true, result: siti });
    await expect(page.locator('[data-icon=check]')).toBeVisible();
    kiosk.sendPicture(jpeg);
    await expect(page.locator('canvas')).toBeVisible();
    await take(page, 'kiosk');
    await kiosk.stop();
});

test('the picture in the README: Hari ini', async ({ page }) => {
    const central = await FakeCentral.start();
    populate(central);
    central.demo = true;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(central.address);
    await page.getByLabel('Nama akun').fill(USER);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.locator('ol li')).toHaveCount(8);
    await expect(page.locator('.live')).toHaveText('Langsung');
    await take(page, 'hari-ini');
    await central.stop();
});

const QUALITY = 60; // forty of them are kept
const SCREENS = { ...SAMPLES, 'luring-waktu': { tell: { ...OFFLINE, ...UNTRUSTED } } };

// Forty pictures take a while: only when they are wanted. A unit test looks at those that are kept.
const WANTED = process.env['HADIR_PICTURES'] !== undefined;
for (const language of WANTED ? (['id', 'en'] as const) : []) {
    test(`the pictures of the kiosk's states: ${language}`, async ({ page }) => {
        const kiosk = await FakeKiosk.start();
        kiosk.usual = { screen: { mm: 344, volume: 100, language } };
        await placeVoice(page);
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await page.goto(kiosk.address());
        const jpeg = Buffer.from(await drawBadge(page));
        const lens = setInterval(() => kiosk.sendPicture(jpeg), 200); // an old picture is taken away
        for (const [name, { tell }] of Object.entries(SCREENS)) {
            const n = kiosk.tell({ ...tell, demo: false, show_ms: null });
            await expect(page.locator('.page')).toHaveAttribute('data-n', `${n}`);
            if (await page.locator('canvas').count()) await expect(page.locator('canvas')).toBeVisible();
            if (name === 'pin_nomor') await page.keyboard.type('204');
            if (name === 'pin') await page.keyboard.type('1357');
            await take(page, `screens/${name}.${language}`, QUALITY);
        }
        clearInterval(lens);
        await kiosk.stop();
    });
}

for (const language of WANTED ? (['id', 'en'] as const) : []) {
    test(`the pictures of the judged days: ${language}`, async ({ page }) => {
        await page.addInitScript((kept) => localStorage.setItem('hadir.language', kept), language);
        const central = await FakeCentral.start();
        populate(central);
        await page.setViewportSize({ width: 1280, height: 760 });
        await page.goto(`${central.address}#/pegawai?orang=${central.people[4]!.person}&bulan=2026-11&hari=2026-11-04`);
        await page.locator('input').first().fill(USER);
        await page.locator('input[type=password]').fill(PASSWORD);
        await page.keyboard.press('Enter');
        await expect(page.locator('.because')).toBeVisible();
        await take(page, `screens/pegawai.${language}`, QUALITY);
        await central.stop();
        await page.context().clearCookies(); // both stand on the loopback
        const phone = await PhoneCentral.start();
        await page.setViewportSize({ width: 390, height: 844 });
        await page.goto(`${phone.address}#/riwayat`);
        await page.locator('input').first().fill(NUMBER);
        await page.locator('input[type=password]').fill(PASSPHRASE);
        await page.keyboard.press('Enter');
        await expect(page.locator('table button')).toHaveCount(48);
        await take(page, `screens/riwayat.${language}`, QUALITY);
        await phone.stop();
    });
}
