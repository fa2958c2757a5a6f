// What every browser test watches for: pages must not reach outside, break their policy or throw.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

export const test = base.extend<{ faults: string[] }>({
    // Requests outside the loopback, errors of scripts and breaches of the Content-Security-Policy.
    faults: [
        async ({ page }, use) => {
            const faults: string[] = [];
            page.on('request', (request) => {
                const { hostname, protocol } = new URL(request.url());
                if (hostname !== '127.0.0.1' && protocol !== 'blob:') faults.push(`outside: ${request.url()}`);
            });
            page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
            page.on('console', (message) => {
                if (message.text().includes('Content Security Policy')) faults.push(message.text());
            });
            await use(faults);
            expect(faults).toEqual([]);
        },
        { auto: true },
    ],
});

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function expectAccessible(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze();
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
    expect(told).toEqual([]);
}

export { expect };
