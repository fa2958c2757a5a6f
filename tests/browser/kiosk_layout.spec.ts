// Every state in both languages at every size of screen: nothing cut off, nothing too small for a finger or an eye.
import type { StateEvent } from '../../ui/src/kiosk/event';
import { healthy, number, siti } from './fake_kiosk';
import { OFFLINE, SAMPLES, UNTRUSTED } from './kiosk_states';
import { expect, open, setTextSize, show, test } from './kiosk_page';
import { placeVoice } from './listen';
import { faultsOf } from './measure';

const TEXT_PX = 16;
const LONG = { ...siti, name: 'Abdurrahman Wahid A.', office: 'Dinas Pekerjaan Umum dan Penataan Ruang' };
const STRIPS: Partial<StateEvent> = { ...OFFLINE, ...UNTRUSTED, demo: true, photo: 'always' };
const PLAINER: Partial<StateEvent> = { demo: false, fingerprint: null }; // at large text those who read it need the room
// The fullest screens there are.
const FULL: Record<string, Partial<StateEvent>> = {
    siap: { fingerprint: '7K3M-9QXA-TN04-ZP5W', hint: 'glare' },
    arah: { state: 'arah', result: { ...LONG, dir: 'auto' } },
    periksa: { state: 'periksa', result: { ...LONG, code: 'WAKTU_BELUM_TEPERCAYA' } },
    pin: { state: 'pin_nomor', pin: { ...number, problem: 'PAUSED', until: '2026-11-24T00:36:00.000Z' } },
    menu: { state: 'admin_menu', admin: { ...healthy, told: 'FAILED', roster: null, camera: null } },
};

const SCREENS = [
    [1280, 800, 344, 1], [1280, 800, 477, 1], [1920, 1080, 344, 1], [800, 1280, 215, 1],
    [1280, 800, 344, 2], [1920, 1080, 344, 2], [800, 1280, 215, 2],
] as const;
for (const [width, height, mm, text] of SCREENS) {
    test(`${width}x${height} on ${mm} mm, text ${100 * text} %: every state fits`, async ({ page, kiosk }) => {
        await page.setViewportSize({ width, height });
        await setTextSize(page, TEXT_PX * text);
        await placeVoice(page); // one button more
        await open(page, kiosk);
        const faults: string[] = [];
        for (const language of ['id', 'en'] as const) {
            const screen = { mm, volume: 100, language };
            const look = async (name: string, change: Partial<StateEvent>, scrolls: boolean) => {
                await show(page, kiosk, { ...change, screen, show_ms: null });
                for (const fault of await faultsOf(page, mm, scrolls)) faults.push(`${name} ${language}: ${fault}`);
            };
            for (const [name, { tell }] of Object.entries(SAMPLES)) await look(name, tell, false);
            for (const [name, change] of Object.entries(FULL)) await look(`full ${name}`, { ...STRIPS, ...change, ...(text > 1 && PLAINER) }, text > 1);
        }
        expect(faults).toEqual([]);
    });
}

test('at 200 % small letters are near twice as large, and none is smaller than before', async ({ page, kiosk }) => {
    const sizes = async () => {
        const found: Record<string, number> = {};
        for (const selector of ['.place', '.facts', 'footer .settings button', 'footer p', 'h1', '.first', '.time']) {
            const letters = page.locator(selector).first();
            found[selector] = await letters.evaluate((it) => parseFloat(getComputedStyle(it).fontSize));
        }
        return found;
    };
    await open(page, kiosk);
    await show(page, kiosk, { state: 'masuk', result: siti });
    const usual = await sizes();
    await setTextSize(page, 2 * TEXT_PX);
    await expect(page.locator('.page')).toHaveClass(/big/);
    const large = await sizes();
    for (const [selector, size] of Object.entries(usual)) {
        expect(large[selector]! / size, selector).toBeGreaterThanOrEqual(size < 24 ? 1.85 : 1);
    }
});
