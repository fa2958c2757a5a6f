// The language on the screen. Another one than the kiosk's own is for the person who asked: it goes back by itself.
import type { Language } from '../../shared/time.ts';
import type { Values } from '../../shared/words.ts';
import { settingsFrom } from '../settings.ts';
import { say, type Key } from '../messages/index.ts';

const BACK_MS = 60_000;
const OWN = settingsFrom(location.search).language;

class Speech {
    language = $state<Language>(OWN);
    #back: ReturnType<typeof setTimeout> | undefined;

    say = (key: Key, values?: Values) => say(this.language, key, values);

    toggle(): void {
        this.language = this.language === 'id' ? 'en' : 'id';
        clearTimeout(this.#back);
        if (this.language !== OWN) this.#back = setTimeout(() => (this.language = OWN), BACK_MS);
    }
}

export const speech = new Speech();
