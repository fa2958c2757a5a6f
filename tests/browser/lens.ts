// What stands before a real kiosk's lens is a test's to say (tests/faults/lens.h is the same in C++).
import { spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';

// A picture stands before the lens for a third of a second, and a badge out of view for one and a half is a new scan.
const FORGOTTEN_AFTER = 7;

// The kiosk is given `folder` as its camera, to be played again and again. Its two pictures are FIFOs, taken in turn:
// each time one is opened it yields what is held then.
export class Lens {
    readonly folder: string;
    #fifos: string[];
    #held: Buffer;
    #blank: Buffer;
    #taken = 0; // pictures since it is held
    #heard: (() => void)[] = [];
    #over = false;
    #feeding: Promise<void>;
    #desk: Page; // lays pictures out as the lens would see them

    static async place(folder: string, browser: Browser): Promise<Lens> {
        await mkdir(folder);
        const desk = await browser.newPage({ viewport: { width: 1280, height: 720 } });
        return new Lens(folder, desk, await seen(desk));
    }

    private constructor(folder: string, desk: Page, blank: Buffer) {
        this.folder = folder;
        this.#desk = desk;
        [this.#held, this.#blank] = [blank, blank];
        this.#fifos = ['a.png', 'b.png'].map((name) => join(folder, name));
        const { status, stderr } = spawnSync('mkfifo', this.#fifos, { encoding: 'utf8' });
        if (status !== 0) throw new Error(stderr);
        this.#feeding = this.#feed();
    }

    // A PNG in the middle of the lens' view; as the kiosk gets it, to be held up again.
    async view(png: Buffer): Promise<Buffer> {
        return seen(this.#desk, png);
    }
    hold(view: Buffer): void {
        [this.#held, this.#taken] = [view, 0];
    }
    // Nothing is in view for so long that whatever comes next is a new scan.
    async clear(): Promise<void> {
        this.hold(this.#blank);
        while (this.#taken < FORGOTTEN_AFTER && !this.#over) await new Promise<void>((heard) => this.#heard.push(heard));
    }

    async remove(): Promise<void> {
        this.#over = true;
        // Whoever waits for a reader goes on.
        const readers = await Promise.all(this.#fifos.map((fifo) => open(fifo, constants.O_RDONLY | constants.O_NONBLOCK)));
        await this.#feeding;
        for (const reader of readers) await reader.close();
        await this.#desk.close();
    }

    async #feed(): Promise<void> {
        for (let turn = 0; !this.#over; turn = 1 - turn) {
            // Until the kiosk opens it, which it does only after it has read the other one to its end.
            const fifo = await open(this.#fifos[turn]!, 'w');
            const held = this.#held;
            // A kiosk that ends stops reading in the middle.
            if (!this.#over) await fifo.writeFile(held).catch(() => undefined);
            await fifo.close();
            if (held === this.#held) this.#taken++;
            for (const heard of this.#heard.splice(0)) heard();
        }
    }
}

async function seen(desk: Page, png?: Buffer): Promise<Buffer> {
    const card = png ? `<img src="data:image/png;base64,${png.toString('base64')}" style="max-height: 680px">` : '';
    await desk.setContent(`<body style="margin: 0; height: 100vh; display: grid; place-items: center; background: #9aa3ab">${card}</body>`);
    return desk.screenshot();
}
