// Who is signed in: undefined while not yet known, null for nobody.
import * as central from '../api/central.ts';
import { ApiError } from '../../shared/http.ts';

class SessionStore {
    who = $state.raw<central.Session | null | undefined>(undefined);
    fault = $state<string | null>(null);
    demo = $state(false);

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

    // The code of what went wrong, or null.
    async signIn(user: string, password: string): Promise<string | null> {
        try {
            this.#take(await central.signIn(user, password));
            return null;
        } catch (error) {
            return error instanceof ApiError ? error.code : 'OTHER';
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
        if (code === 'NO_SESSION') this.who = null;
        else this.fault = code;
        return code;
    }

    #take(session: central.Session): void {
        this.who = session;
        this.demo ||= session.demo === true;
    }
}

export const session = new SessionStore();
