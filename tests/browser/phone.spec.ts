// A person's phone from the one-time code to its end, with the real programs and the real pages: what the phone shows is
// photographed and held to the lens of a real hadir-kiosk.
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lens } from './lens';
import { RealOffice, type Employee } from './real_office';
import { expect, test as base } from './watch';

const SITI = '198501012010012001,Siti Rahmawati,PUPR,Bina Marga,Pusat';
const BUDI = '198602022011011002,Budi Santoso,PUPR,Bina Marga,Pusat';
const PASSPHRASE = 'kopi tubruk pagi hari';
const PIN = '482915';
const TWO_MINUTES_MS = 125_000; // the page rounds, and its question takes a moment
const TOLD_WITHIN = { timeout: 60_000 };

base.setTimeout(300_000); // five programs and three browsers, some of them beside other tests

const test = base.extend<{ office: RealOffice; lens: Lens }>({
    office: async ({}, use) => {
        const office = new RealOffice(mkdtempSync(join(tmpdir(), 'hadir-phone-')));
        await use(office);
        await office.close();
        rmSync(office.folder, { recursive: true, force: true });
    },
    lens: async ({ browser, office }, use) => {
        const lens = await Lens.place(join(office.folder, 'lens'), browser);
        await use(lens);
        await office.close(); // before its camera goes
        await lens.remove();
    },
});

// Everything that the kiosk's page has shown, however short: a result goes by itself.
async function openKioskPage(page: Page, address: string): Promise<void> {
    await page.addInitScript(() => {
        const shown: string[] = [];
        Object.assign(window, { shown });
        new MutationObserver(() => shown.push(document.body?.innerText ?? '')).observe(document, {
            subtree: true, childList: true, characterData: true,
        });
    });
    await page.goto(address);
    await page.locator('.page[data-state=siap]').waitFor();
}
type Shown = Window & { shown: string[] };

class Phone {
    readonly page: Page;
    readonly #code: Locator;
    #photographed = '';
    constructor(page: Page) {
        this.page = page;
        this.#code = page.getByRole('img', { name: /Kode QR presensi/ });
    }
    static async open(context: BrowserContext, address: string): Promise<Phone> {
        const page = await context.newPage();
        await page.goto(address);
        return new Phone(page);
    }
    // With the one-time code; then the phone makes its key.
    async makeKey(accountCode: string): Promise<void> {
        const { page } = this;
        await page.getByRole('button', { name: /Pakai kode akun/ }).click();
        await page.getByLabel('Kode akun').fill(accountCode);
        await page.getByLabel('Kata sandi baru').fill(PASSPHRASE);
        await page.getByLabel('PIN baru', { exact: true }).fill(PIN);
        await page.getByLabel('PIN baru, sekali lagi').fill(PIN);
        await page.getByRole('button', { name: 'Buka akun' }).click();
        await page.getByRole('button', { name: 'Buat kunci di ponsel ini' }).click();
        await this.stands('Belum terdaftar');
    }
    // Never the same code twice: each is good for one use, registering included.
    async photograph(): Promise<Buffer> {
        const drawn = this.#code.locator('path');
        await expect(drawn).not.toHaveAttribute('d', this.#photographed, TOLD_WITHIN);
        this.#photographed = (await drawn.getAttribute('d'))!;
        return this.#code.screenshot();
    }
    stands = (words: string) =>
        expect(this.page.getByRole('heading', { name: words, exact: true })).toBeVisible(TOLD_WITHIN);
}

test('a phone is registered, accepted once, and refused on replay, with a wrong clock and after its end', async ({ page, browser, office, lens }) => {
    await office.found([SITI, BUDI], ['--guard-s', '0']);
    const [siti, budi] = office.people as [Employee, Employee];
    await office.openKiosk(lens.folder);
    await openKioskPage(page, office.kioskAddress);

    // Holds it up until the kiosk's page says all of these in one screen, and takes it away.
    const hold = async (view: Buffer, ...words: string[]) => {
        await page.evaluate(() => ((window as unknown as Shown).shown.length = 0));
        lens.hold(view);
        const said = page.waitForFunction(
            (wanted) => (window as unknown as Shown).shown.some((text) => wanted.every((word) => text.includes(word))), words, TOLD_WITHIN);
        await said.catch(async (error: Error) => {
            const screens = await page.evaluate(() => [...new Set((window as unknown as Shown).shown)]);
            const seen = screens.map((screen) => screen.replace(/\n+/g, ' | ')).join('\n');
            throw new Error(`the kiosk’s page did not say "${words.join(', ')}" but:\n${seen}\n${error.message}`);
        });
        await lens.clear();
    };
    const show = async (phone: Phone, ...words: string[]) => hold(await lens.view(await phone.photograph()), ...words);
    // The terminal sends what it has and fetches what is new, until its kiosk uses a roster that does or does not list it.
    const listed = (phone: string, wanted: boolean) =>
        expect(async () => {
            await office.sync('send');
            expect(office.rosterInUse()?.includes(`{"id":"${phone}"`)).toBe(wanted);
        }).toPass(TOLD_WITHIN);
    const checkins = () => office.recorded('checkin').map(({ method, marks }) => ({ method, marks }));
    const phone = async (context: BrowserContext) => Phone.open(context, office.phonesAddress);
    const [own, other] = [await browser.newContext({ viewport: { width: 390, height: 844 } }), await browser.newContext()];
    const [budis, colleagues] = [await phone(own), await phone(other)];

    await test.step('a colleague who has come by Siti’s code registers nothing without her printed badge', async () => {
        await budis.makeKey(await office.accountCode(budi));
        await colleagues.makeKey(await office.accountCode(siti));
        await show(colleagues, 'TERCATAT', 'perlu diperiksa', 'Lencana ponsel Anda belum dikenal kios ini.');
        await hold(await lens.view(budi.card), 'BERHASIL · MASUK', 'Budi S.');
        await show(colleagues, 'SUDAH TERCATAT'); // behind Budi's badge, not hers
    });
    await test.step('the control: Budi’s own phone, behind the same badge, is registered', async () => {
        await show(budis, 'SUDAH TERCATAT');
        await office.sync('send');
        await budis.stands('Berlaku');
        await colleagues.page.reload();
        await colleagues.stands('Belum terdaftar'); // central has judged it: it stood before Budi's
        expect(office.recorded('phone-key')).toHaveLength(2);
        expect(checkins()).toEqual([{ method: 'phone', marks: ['unverified'] }, { method: 'badge', marks: [] }]);
    });
    // The id stands in front of the code.
    const budisKey = Buffer.from(String(office.recorded('phone-key')[1]!['phone_code']), 'base64url').toString('hex', 0, 8);
    await listed(budisKey, true);

    await test.step('its code is accepted once', async () => {
        const view = await lens.view(await budis.photograph());
        await hold(view, 'TERCATAT', 'Pilih: masuk atau pulang?', 'Budi S.');
        expect(checkins().slice(2)).toEqual([{ method: 'phone', marks: [] }]);
        expect(office.recorded('checkin')[2]).toMatchObject({ person: budi.id, phone: budisKey, badge: null });
        await hold(view, 'BELUM TERCATAT', 'Kode ini sudah terpakai.', 'KODE_TERPAKAI');
    });
    await test.step('a phone whose clock is two minutes slow is told so, by its own page and by the kiosk', async () => {
        const slow = new Phone(await own.newPage());
        await slow.page.addInitScript((off) => {
            const now = Date.now;
            Date.now = () => now() - off;
        }, TWO_MINUTES_MS);
        await slow.page.goto(office.phonesAddress);
        await expect(slow.page.getByRole('alert')).toContainText('Jam ponsel ini 2 menit lebih lambat');
        await show(slow, 'BELUM TERCATAT', 'Jam ponsel Anda berbeda dari jam kios.', 'Atur jam ponsel ke waktu otomatis');
        await slow.page.close();
    });
    await test.step('after its end it is refused, though the phone itself has not heard of it', async () => {
        await own.setOffline(true);
        await office.revokePhone(budisKey);
        await listed(budisKey, false);
        await show(budis, 'BELUM TERCATAT', 'Lencana ini sudah dicabut.', 'LENCANA_DICABUT');
        await hold(await lens.view(budi.card), 'TERCATAT', 'Pilih: masuk atau pulang?', 'Budi S.'); // the printed badge goes on
        await show(budis, 'BELUM TERCATAT', 'Lencana ini sudah dicabut.'); // and does not bring the key back
        await own.setOffline(false);
        await budis.stands('Sudah berakhir');
    });
    expect(checkins().map(({ method }) => method)).toEqual(['phone', 'badge', 'phone', 'badge']);
    expect(office.recorded('refused').map(({ code }) => code)).toEqual(
        ['KODE_TERPAKAI', 'JAM_PONSEL_SALAH', 'LENCANA_DICABUT', 'LENCANA_DICABUT']);
    expect(office.recorded('phone-key')).toHaveLength(2);
});
