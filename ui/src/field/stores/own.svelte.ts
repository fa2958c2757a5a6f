// What is the person's own: who is signed in, the key in this phone, and what central last said of their keys.
import { ApiError } from '../../shared/http.ts';
import * as central from '../api/central.ts';
import { canMakeKeys, dropKey, keptKey, makeKey, type PhoneKey } from '../phone_key.ts';
import * as shelf from '../shelf.ts';

const ASK_EVERY_MS = 10_000;
const TOLD = 'told';
const QUICK_MS = 10_000; // an answer that took longer says nothing of the clock

// As central told it, for the time without a signal.
interface Told {
    at: number; // by the server's clock
    person: string;
    phones: central.Phone[];
}

const codeOf = (error: unknown) => (error instanceof ApiError ? error.code : 'OTHER');

class Own {
    who = $state.raw<central.Session | null | undefined>(undefined); // undefined: not known yet, null: nobody
    key = $state.raw<PhoneKey | null | undefined>(undefined);
    capable = $state(true);
    told = $state.raw<Told | null>(null);
    offline = $state(false);
    clockOffMs = $state(0); // this phone's clock minus the server's, as far as it is known
    fault = $state<string | null>(null);
    demo = $state(false);

    mine = $derived(this.told?.phones.find(({ id }) => id === this.key?.id) ?? null);
    elsewhere = $derived(
        (this.told?.phones ?? []).filter(({ id, state }) => id !== this.key?.id && state !== 'ended'),
    );

    async open(): Promise<void> {
        this.capable = await canMakeKeys();
        this.key = (await keptKey().catch(() => undefined)) ?? null;
        const told = await shelf.take<Told>(TOLD).catch(() => undefined);
        if (told && told.person === this.key?.person) this.told = told;
        await this.find();
    }

    async find(): Promise<void> {
        this.fault = null;
        try {
            this.#enter(await central.currentSession());
            await this.ask();
        } catch (error) {
            this.fail(error);
        }
    }

    // The code of what went wrong, or null.
    async enter(asking: Promise<central.Session>): Promise<string | null> {
        try {
            this.#enter(await asking);
        } catch (error) {
            return codeOf(error);
        }
        await this.ask();
        return null;
    }

    async ask(): Promise<void> {
        if (this.who === undefined) return this.find(); // there was no signal when the page was opened
        if (this.who === null) return;
        const sent = Date.now();
        try {
            const { items, now } = await central.phones();
            const got = Date.now();
            this.offline = false;
            this.fault = null;
            if (got - sent < QUICK_MS) this.clockOffMs = (sent + got) / 2 - Date.parse(now);
            this.told = { at: Date.parse(now), person: this.who.person, phones: items };
            await shelf.put(TOLD, this.told);
        } catch (error) {
            this.fail(error);
        }
    }

    // Asks again and again until it is told to stop, while the page is seen.
    watch(): () => void {
        const again = () => {
            if (document.visibilityState === 'visible') void this.ask();
        };
        const timer = setInterval(again, ASK_EVERY_MS);
        document.addEventListener('visibilitychange', again);
        return () => {
            clearInterval(timer);
            document.removeEventListener('visibilitychange', again);
        };
    }

    async make(): Promise<string | null> {
        try {
            this.key = await makeKey(this.who!.person, central.register);
        } catch (error) {
            return codeOf(error);
        }
        await this.ask();
        return null;
    }

    async end(id: string): Promise<string | null> {
        try {
            await central.end(id);
        } catch (error) {
            return codeOf(error);
        }
        await this.ask();
        return null;
    }

    async forgetKey(): Promise<void> {
        await dropKey();
        this.key = null;
    }

    // What could not be done on the way out, or null. The key goes from the phone in any case.
    async leave(what: 'keep' | 'remove'): Promise<string | null> {
        let trouble: string | null = null;
        if (what === 'remove' && this.key) {
            trouble = this.who ? await this.end(this.key.id) : 'OFFLINE';
            await this.forgetKey();
        }
        await central.signOut().catch(() => undefined);
        this.who = null;
        if (what === 'remove') {
            this.told = null;
            await shelf.remove(TOLD);
        }
        return trouble;
    }

    #enter(session: central.Session): void {
        this.who = session;
        this.demo ||= session.demo === true;
        if (this.told?.person !== session.person) this.told = null;
    }

    // Every page reports here what the server refused; a session that is over leads back to the way in.
    fail(error: unknown): string {
        const code = codeOf(error);
        if (error instanceof ApiError && error.demo) this.demo = true;
        this.offline = code === 'OFFLINE';
        if (code === 'NO_SESSION') this.who = null;
        else this.fault = code;
        return code;
    }
}

export const own = new Own();
