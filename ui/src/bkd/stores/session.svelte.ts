// Who is signed in: undefined while not yet known, null for nobody.
import * as central from '../api/central.ts';
import { ApiError } from '../../shared/http.ts';

class SessionStore {
    who = $state.raw<central.Session | null | undefined>(undefined);
    fault = $state<string | null>(null);
    demo = $state(false);
    pending = $state.raw<central.Session | null>(null); // a sign-in that waits for its next step
    recovery = $state.raw<string[]>([]); // codes to be noted before the pages open
    #typed = ''; // a password that must be replaced next, so that nobody types it twice

    may(permission: string): boolean {
        return this.who?.permissions.includes(permission) === true;
    }

    async find(): Promise<void> {
        this.fault = null;
        try {
            this.#take(await central.currentSession());
        } catch (error) {
            this.fail(error);
        }
    }

    // Each step gives the code of what went wrong, or null.
    async signIn(user: string, password: string): Promise<string | null> {
        this.#typed = password; // the step's form asks for it as soon as it is there
        const code = await this.#step(() => central.signIn(user, password));
        if (code !== null) this.#typed = '';
        return code;
    }
    pass = (code: string) => this.#step(() => central.passFactor(code));
    prove = (code: string) => this.#step(() => central.proveFactor(code));
    replacePassword = (chosen: string, old: string) =>
        this.#step(() => central.changePassword(this.#typed || old, chosen));
    get knowsPassword(): boolean {
        return this.#typed !== '';
    }
    noted(): void {
        this.recovery = [];
    }

    async #step(take: () => Promise<central.Session>): Promise<string | null> {
        try {
            this.#take(await take());
            return null;
        } catch (error) {
            const code = error instanceof ApiError ? error.code : 'OTHER';
            // A step that came too late begins anew.
            if (code === 'NO_SESSION' && this.pending) this.pending = null;
            return code;
        }
    }

    async signOut(): Promise<void> {
        await central.signOut().catch(() => undefined);
        await this.find();
    }

    // Every store reports its failures here: a session that is over leads back to the sign-in page.
    fail(error: unknown): string {
        const code = error instanceof ApiError ? error.code : 'OTHER';
        if (error instanceof ApiError && error.demo) this.demo = true;
        if (code === 'NO_SESSION') this.who = this.pending = null;
        else this.fault = code;
        return code;
    }

    #take(session: central.Session): void {
        const isOpen = session.stage === 'open';
        this.who = isOpen ? session : null;
        this.pending = isOpen ? null : session;
        this.recovery = session.recovery ?? [];
        if (isOpen) this.#typed = '';
        this.demo ||= session.demo === true;
    }
}

export const session = new SessionStore();
