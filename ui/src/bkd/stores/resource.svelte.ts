// One answer of the server: its newest value, the code of its last failure, and whether it is on its way.
// A failure keeps the value: old figures with a word of warning are better than none.
import { session } from './session.svelte.ts';

export class Resource<T> {
    value = $state.raw<T | null>(null);
    fault = $state<string | null>(null);
    loading = $state(false);
    #asked = 0;

    async load(ask: () => Promise<T>): Promise<void> {
        const turn = ++this.#asked;
        this.loading = true;
        try {
            const value = await ask();
            if (turn !== this.#asked) return; // a later question is on its way
            this.value = value;
            this.fault = null;
        } catch (error) {
            const code = session.fail(error);
            if (turn === this.#asked) this.fault = code;
        } finally {
            if (turn === this.#asked) this.loading = false;
        }
    }
}
