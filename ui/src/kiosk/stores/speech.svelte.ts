// The language on the screen. Another one than the kiosk's own is for the person who asked: it goes back by itself.
import type { Language } from '../../shared/time.ts';
import type { Values } from '../../shared/words.ts';
import { say, type Key } from '../messages/index.ts';

const BACK_MS = 60_000;

class Speech {
    language = $state<Language>('id');
    #own: Language = 'id';
    #back: ReturnType<typeof setTimeout> | undefined;

    say = (key: Key, values?: Values) => say(this.language, key, values);

    toggle(): void {
        this.language = this.language === 'id' ? 'en' : 'id';
        this.stay();
    }

    // The person who asked is still there.
    stay(): void {
        clearTimeout(this.#back);
        if (this.language !== this.#own) this.#back = setTimeout(() => (this.language = this.#own), BACK_MS);
    }

    // The kiosk's own language, from its settings.
    settle(own: Language): void {
        if (own === this.#own) return;
        this.#own = own;
        this.language = own;
    }
}

export const speech = new Speech();
