// The language on the screen. Another one than Indonesian is for the person who asked: it goes back by itself.
import type { Language } from '../../shared/time.ts';
import type { Values } from '../../shared/words.ts';
import { say, type Key } from '../messages/index.ts';

const BACK_MS = 60_000;

class Speech {
    language = $state<Language>('id');
    #back: ReturnType<typeof setTimeout> | undefined;

    say = (key: Key, values?: Values) => say(this.language, key, values);

    toggle(): void {
        this.#set(this.language === 'id' ? 'en' : 'id');
        clearTimeout(this.#back);
        if (this.language !== 'id') this.#back = setTimeout(() => this.#set('id'), BACK_MS);
    }

    #set(language: Language): void {
        this.language = language;
        document.documentElement.lang = language;
    }
}

export const speech = new Speech();
