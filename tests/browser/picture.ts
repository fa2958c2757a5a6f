// Takes pictures of pages as they are: `npm run pictures` puts them into docs/, any other run beside its results.
import { expect, type Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FOLDER = process.env['HADIR_PICTURES'] ?? join(__dirname, 'results');
const BYTES_MAX = 60 * 1024;

// `name` may begin with a folder: 'screens/siap.id'.
export async function take(page: Page, name: string, quality = 80): Promise<void> {
    const browser = await page.context().newCDPSession(page);
    const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality });
    const picture = Buffer.from(data, 'base64');
    expect(picture.length).toBeLessThanOrEqual(BYTES_MAX);
    const file = join(FOLDER, `${name}.webp`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, picture);
}

// Somebody who holds a card with something like a QR code before the lens.
export const drawBadge = (page: Page) =>
    page.evaluate(async () => {
        const canvas = new OffscreenCanvas(640, 360);
        const pen = canvas.getContext('2d')!;
        const wall = pen.createLinearGradient(0, 0, 640, 360);
        wall.addColorStop(0, '#b9c4cd');
        wall.addColorStop(1, '#76838f');
        pen.fillStyle = wall;
        pen.fillRect(0, 0, 640, 360);
        pen.fillStyle = '#33506f';
        pen.beginPath();
        pen.ellipse(320, 420, 250, 190, 0, 0, 7);
        pen.fill();
        pen.translate(320, 180);
        pen.rotate(-0.06);
        pen.fillStyle = '#fbfbf8';
        pen.shadowBlur = 24;
        pen.shadowColor = '#0008';
        pen.beginPath();
        pen.roundRect(-92, -128, 184, 256, 12);
        pen.fill();
        pen.shadowBlur = 0;
        pen.fillStyle = '#14417f';
        pen.fillRect(-92, -108, 184, 22);
        pen.fillStyle = '#16212e';
        const cell = 148 / 37;
        const dark = (x: number, y: number) => {
            for (const [left, top] of [[0, 0], [30, 0], [0, 30]] as const) {
                const [dx, dy] = [x - left, y - top];
                if (dx < -1 || dy < -1 || dx > 7 || dy > 7) continue;
                const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3));
                return ring === 3 || ring <= 1;
            }
            const mixed = Math.imul(Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca6b), 0xc2b2ae35);
            return (mixed >>> 17) % 2 === 0;
        };
        for (let y = 0; y < 37; y++)
            for (let x = 0; x < 37; x++) if (dark(x, y)) pen.fillRect(-74 + x * cell, -66 + y * cell, cell + 0.3, cell + 0.3);
        const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
        return [...new Uint8Array(await jpeg.arrayBuffer())];
    });
