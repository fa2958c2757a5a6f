// The public page of proofs, over the pages as built and an answer for each thing that central may say.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { portOf, serveSite } from './static_site';

const CODE = '7Q2M0K3VX4Z8T1NB';

async function open(page: Page, status: number, body: string, headers: Record<string, string> = {}): Promise<() => void> {
    const server = await serveSite('bkd', (_request, response, url) => {
        if (!url.pathname.startsWith('/v1/proofs/')) return false;
        expect(url.pathname).toBe(`/v1/proofs/${CODE}`);
        response.writeHead(status, headers).end(body);
        return true;
    });
    await page.goto(`http://127.0.0.1:${portOf(server)}/bukti/index.html`);
    return () => server.close();
}

async function ask(page: Page, code: string): Promise<void> {
    await page.getByLabel(/Kode bukti|Proof code/).fill(code);
    await page.getByRole('button', { name: /Ambil bukti|Get the proof/ }).click();
}

test('a code, as people type it, brings the file', async ({ page }) => {
    const close = await open(page, 200, 'c2sp.org/tlog-proof@v1\n');
    const download = page.waitForEvent('download');
    await ask(page, ' 7q2m-0k3v-x4z8 t1nb ');
    expect((await download).suggestedFilename()).toBe(`${CODE}.tlog-proof`);
    await expect(page.getByRole('status')).toContainText('sudah diunduh');
    close();
});

test('what is wrong is said in words, in both languages', async ({ page }) => {
    const answers: [number, string, string, Record<string, string>][] = [
        [404, '{}', 'No record has this code', {}],
        [429, '{}', 'Try again in 3 seconds', { 'Retry-After': '3' }],
        [202, '{"code":"7Q2M0K3VX4Z8T1NB","by":"2026-11-24T00:30:00.000Z"}', 'not locked into the log yet', {}],
        [202, '{"code":"7Q2M0K3VX4Z8T1NB","by":null}', 'an officer is looking after the log', {}],
        [500, '{}', 'cannot be reached', {}],
    ];
    for (const [status, body, words, headers] of answers) {
        const close = await open(page, status, body, headers);
        await page.getByRole('button', { name: 'English' }).click();
        await ask(page, CODE);
        await expect(page.getByRole('status')).toContainText(words);
        close();
    }
});

test('a code that cannot be one is not sent', async ({ page }) => {
    const close = await open(page, 500, '');
    await ask(page, '123');
    await expect(page.getByRole('status')).toContainText('16 huruf dan angka');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    close();
});
