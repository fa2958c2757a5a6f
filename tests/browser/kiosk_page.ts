// A kiosk's page and the daemon that it listens to, for one test.
import type { Page } from '@playwright/test';
import type { StateEvent } from '../../ui/src/kiosk/event';
import { FakeKiosk } from './fake_kiosk';
import { test as base } from './watch';

export { expect, expectAccessible } from './watch';

export const test = base.extend<{ kiosk: FakeKiosk }>({
    kiosk: async ({}, use) => {
        const kiosk = await FakeKiosk.start();
        await use(kiosk);
        await kiosk.stop();
    },
});

// Tells a state and waits until the page shows that very event.
export async function show(page: Page, kiosk: FakeKiosk, change: Partial<StateEvent>): Promise<void> {
    const n = kiosk.tell(change);
    await page.locator(`.page[data-n="${n}"]`).waitFor();
}

export async function open(page: Page, kiosk: FakeKiosk): Promise<void> {
    await page.goto(kiosk.address());
    await page.locator('.page[data-state]:not([data-state=gangguan])').waitFor();
}

// What the page has sent, without the signs of life that each touch gives.
export const asked = (kiosk: FakeKiosk) => kiosk.messages.filter((message) => !message.includes('"stay"'));

// The browser's own text size; 16 px is usual.
export async function setTextSize(page: Page, px: number): Promise<void> {
    const browser = await page.context().newCDPSession(page);
    await browser.send('Page.enable');
    await browser.send('Page.setFontSizes', { fontSizes: { standard: px, fixed: px } });
}
