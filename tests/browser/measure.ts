// What is too small, too near or cut off on the page, in millimetres of the kiosk's screen.
import type { Page } from '@playwright/test';

const BUTTON_MM = 20;
const CHOICE_MM = 40; // Masuk and Pulang
const GAP_MM = 3;
const RESULT_MM = 14;
const CLOCK_MM = 20;
const CAPITAL = 0.729; // of DejaVu Sans's size, the font on a kiosk

// `scrolls`: more than fits may be reached by scrolling the part between header and footer.
export const faultsOf = (page: Page, screenMm: number, scrolls: boolean) =>
    page.evaluate(
        ({ screenMm, scrolls, BUTTON_MM, CHOICE_MM, GAP_MM, RESULT_MM, CLOCK_MM, CAPITAL }) => {
            const faults: string[] = [];
            const mm = innerWidth / screenMm;
            const name = (it: Element) => `${it.tagName.toLowerCase()} "${it.textContent.trim().slice(0, 30)}"`;
            const edge = document.querySelector('footer')!.getBoundingClientRect().top;
            const seen = [...document.querySelectorAll<HTMLElement>('.page *:not(.unseen)')].filter(
                (it) => it.getClientRects().length > 0,
            );

            const buttons = seen.filter((it) => it.tagName === 'BUTTON');
            const boxes = buttons.map((it) => it.getBoundingClientRect());
            boxes.forEach((box, i) => {
                const least = buttons[i]!.closest('.choice') ? CHOICE_MM : BUTTON_MM;
                const size = Math.min(box.width, box.height) / mm;
                if (size < least - 0.1) faults.push(`${name(buttons[i]!)} is ${size.toFixed(1)} mm`);
                boxes.slice(i + 1).forEach((other, k) => {
                    const across = Math.max(other.left - box.right, box.left - other.right);
                    const along = Math.max(other.top - box.bottom, box.top - other.bottom);
                    const gap = Math.max(across, along) / mm;
                    if (box.bottom > edge && buttons[i]!.closest('main')) return; // told below
                    const both = `${name(buttons[i]!)} and ${name(buttons[i + 1 + k]!)}`;
                    if (gap < GAP_MM - 0.05) faults.push(`${both} are ${gap.toFixed(1)} mm apart`);
                });
            });
            const letters = (selector: string, least: number) => {
                for (const it of document.querySelectorAll(selector)) {
                    const size = (parseFloat(getComputedStyle(it).fontSize) * CAPITAL) / mm;
                    if (size < least) faults.push(`${name(it)} has letters of ${size.toFixed(1)} mm`);
                }
            };
            letters('.band h1', RESULT_MM);
            letters('.clock .time', CLOCK_MM);

            const main = document.querySelector('main')!;
            const footer = document.querySelector('footer')!.getBoundingClientRect();
            for (const it of seen) {
                const box = it.getBoundingClientRect();
                if (box.left < -1 || box.right > innerWidth + 1) faults.push(`${name(it)} leaves the screen sideways`);
                const hidden = getComputedStyle(it).overflowX === 'visible' ? 1 : 0;
                if (it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0 && (it.tagName === 'BUTTON' || !hidden)) {
                    faults.push(`${name(it)} is wider than its place`);
                }
                if (it.tagName === 'BUTTON' && it.scrollHeight > it.clientHeight + 1) faults.push(`${name(it)} is too high`);
            }
            if (footer.bottom > innerHeight + 1) faults.push('the footer leaves the screen');
            const over = main.scrollHeight - main.clientHeight;
            if (over > 1 && !scrolls) faults.push(`${over} px more than fit`);
            // What has to be seen or touched next is there without scrolling.
            for (const it of document.querySelectorAll('main h1, main button')) {
                if (it.getBoundingClientRect().bottom > footer.top + 1) faults.push(`${name(it)} is under the buttons`);
            }
            return faults;
        },
        { screenMm, scrolls, BUTTON_MM, CHOICE_MM, GAP_MM, RESULT_MM, CLOCK_MM, CAPITAL },
    );
