// The digits of the number or the PIN, until they are sent: forgotten at cancel, at another step, when time is over.
import { type as typed, type Key } from '../entry.ts';
import type { Action, StateEvent } from '../event.ts';

class Entry {
    digits = $state('');
    sent = $state(false); // and no answer yet
    #step = ''; // that is typed for: told again, as when the network changes, it keeps the digits

    take({ state, pin }: StateEvent): void {
        const step = `${state}|${pin?.step}`;
        if (step !== this.#step) this.digits = '';
        this.#step = step;
        this.sent = false;
    }

    // The action that the key leads to, if any.
    press(key: Key, { state, pin }: StateEvent): Action | null {
        if (key === 'cancel') return this.#forget({ action: 'cancel' });
        if (!pin || this.sent) return null;
        this.digits = typed(this.digits, key, pin.length);
        if (key !== 'go' || this.digits.length < pin.length) return null;
        const { digits } = this;
        this.sent = true;
        const isNumber = state === 'pin_nomor';
        return this.#forget(isNumber ? { action: 'pin_number', number: digits } : { action: 'pin', pin: digits });
    }

    #forget(action: Action): Action {
        this.digits = '';
        return action;
    }
}

export const entry = new Entry();
