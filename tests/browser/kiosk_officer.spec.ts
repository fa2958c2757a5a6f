// The officer's screens: how they are opened, what they tell, what each button asks for.
import { healthy, secret } from './fake_kiosk';
import { asked, expect, expectAccessible, open, show, test } from './kiosk_page';
import { hear, placeMicrophone } from './listen';

test('a corner held for five seconds opens the officer’s way in; shorter or elsewhere does not', async ({ page, kiosk }) => {
    await page.clock.install();
    await open(page, kiosk);
    const hold = async (x: number, y: number, ms: number) => {
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.clock.runFor(ms);
        await page.mouse.up();
    };
    await hold(640, 400, 6_000);
    await hold(4, 4, 4_500);
    await page.mouse.move(4, 4);
    await page.mouse.down();
    await page.mouse.move(300, 300); // the finger leaves the corner
    await page.clock.runFor(6_000);
    await page.mouse.up();
    for (const [x, y] of [[4, 4], [1276, 4], [4, 796], [1276, 796]] as const) await hold(x, y, 5_100);
    await expect.poll(() => kiosk.messages).toEqual(Array(4).fill('{"action":"admin_open"}'));
    await expect(page.locator('html')).toHaveAttribute('lang', 'id');
});

test('holding a button in a corner does not press it as well', async ({ page, kiosk }) => {
    await page.clock.install();
    await open(page, kiosk);
    const box = (await page.getByRole('button', { name: 'English' }).boundingBox())!;
    await page.mouse.move(box.x + box.width - 8, box.y + box.height - 8);
    await page.mouse.down();
    await page.clock.runFor(2_000);
    await expect(page.getByText('Tahan 5 detik: petugas')).toBeVisible();
    await page.clock.runFor(3_100);
    await page.mouse.up();
    await expect.poll(() => kiosk.messages).toEqual(['{"action":"admin_open"}']);
    await expect(page.locator('html')).toHaveAttribute('lang', 'id');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('F10 held does the same for a keyboard', async ({ page, kiosk }) => {
    await page.clock.install();
    await open(page, kiosk);
    await page.keyboard.down('F10');
    await page.clock.runFor(4_000);
    await page.keyboard.up('F10');
    await page.clock.runFor(2_000);
    await page.keyboard.down('F10');
    await page.clock.runFor(5_100);
    await page.keyboard.up('F10');
    await expect.poll(() => kiosk.messages).toEqual(['{"action":"admin_open"}']);
});

test('the officer’s PIN is asked for after the badge, and sent', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await show(page, kiosk, { state: 'admin_pin', pin: null });
    await expect(page.locator('.keypad')).toHaveCount(0);
    await show(page, kiosk, { state: 'admin_pin', pin: { ...secret, photo: false } });
    await expect(page.locator('main')).not.toContainText('Foto');
    await page.keyboard.type('246802');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked(kiosk)).toEqual(['{"action":"pin","pin":"246802"}']);
});

test('each button asks for its action, and restarting asks twice', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await show(page, kiosk, { state: 'admin_menu', admin: healthy });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    for (const name of ['Uji kamera', 'Uji bunyi', 'Kirim sekarang', 'Ekspor antrean', 'Mulai ulang']) await press(name);
    const actions = ['admin_camera', 'admin_sound', 'admin_send', 'admin_export'];
    await expect.poll(() => asked(kiosk)).toEqual(actions.map((action) => JSON.stringify({ action })));
    await press('Ketuk lagi untuk mulai ulang');
    await press('Keluar');
    await show(page, kiosk, { state: 'admin_kamera', admin: healthy });
    await press('Kembali');
    const more = ['admin_restart', 'admin_leave', 'admin_leave'];
    await expect.poll(() => asked(kiosk)).toEqual([...actions, ...more].map((action) => JSON.stringify({ action })));
});

test('what a button led to is told in words', async ({ page, kiosk }) => {
    await open(page, kiosk);
    const words = {
        SENT: 'Pengiriman dimulai.', EXPORTED: 'Antrean disalin ke stik USB.', NO_MEDIUM: 'Tidak ada stik USB.',
        FAILED: 'Tidak berhasil', SOUND: 'Tiga bunyi diputar', RESTARTING: 'Kios dimulai ulang.',
    };
    for (const [told, text] of Object.entries(words)) {
        await show(page, kiosk, { state: 'admin_menu', admin: { ...healthy, told: told as keyof typeof words } });
        await expect(page.locator('.told[role=status]')).toContainText(text);
    }
});

test('the test of the sound is heard again each time it is asked for', async ({ page, kiosk }) => {
    await placeMicrophone(page, 3);
    await open(page, kiosk);
    await show(page, kiosk, { state: 'admin_menu', admin: { ...healthy, told: 'SOUND' } });
    const { notes } = await hear(page);
    expect(notes).toHaveLength(5); // two rising, one twice, one low
    expect(notes[1]).toBeGreaterThan(notes[0]!);
    expect(notes[4]).toBeLessThan(250);
});

test('what an officer should look at is marked by shape', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await show(page, kiosk, { state: 'admin_menu', admin: healthy });
    await expect(page.locator('.ill')).toHaveCount(0);
    const ill = {
        ...healthy, camera: null, clock: { off_ms: null, source: 'rtc' as const }, roster: null,
        disk_free_bytes: 5e8, certificate_until: '2026-11-30T00:00:00.000Z', sent: { at: null, acked: 0 },
    };
    await show(page, kiosk, { state: 'admin_menu', admin: ill });
    await expect(page.locator('.ill svg')).toHaveCount(5);
    const told = ['tidak terhubung', 'belum tepercaya (jam perangkat)', 'belum ada daftar', 'belum pernah, diterima BKD 0', '0,5 GB tersisa'];
    for (const words of told) await expect(page.locator('dl')).toContainText(words);
    await expectAccessible(page);
});

test('no person’s data is on the officer’s screens', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await show(page, kiosk, { state: 'admin_menu', admin: healthy });
    expect(await page.locator('body').innerText()).not.toMatch(/Siti|20417|\d{8}/);
});

test('the menu warns twenty seconds before it closes', async ({ page, kiosk }) => {
    await page.clock.install();
    await open(page, kiosk);
    await show(page, kiosk, { state: 'admin_menu', show_ms: 120_000, admin: healthy });
    await page.clock.runFor(99_000);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.clock.runFor(2_000);
    await expect(page.getByRole('alert')).toContainText('Masih di sini?');
    await page.clock.runFor(21_000);
    await expect(page.locator('.page')).toHaveAttribute('data-state', 'siap');
});

test('a kiosk that is being enrolled says so, and shows its fingerprint when it has one', async ({ page, kiosk }) => {
    await open(page, kiosk);
    await show(page, kiosk, { state: 'admin_daftar', code: 'MENDAFTAR', fingerprint: '7K3M-9QXA-TN04-ZP5W' });
    for (const words of ['KIOS SEDANG DIDAFTARKAN', 'sedang dikirim ke BKD', 'Sidik kios', '7K3M-9QXA-TN04-ZP5W', 'kode: MENDAFTAR']) {
        await expect(page.locator('body')).toContainText(words);
    }
    await expectAccessible(page);
});
