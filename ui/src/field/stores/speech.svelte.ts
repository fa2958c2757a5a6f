// The language of this phone's person; kept.
import type { Language } from '../../shared/time.ts';
import type { Values } from '../../shared/words.ts';
import { hasWords, say, type Key } from '../messages/index.ts';

const KEY = 'hadir.language';

class Speech {
    language = $state<Language>(localStorage.getItem(KEY) === 'en' ? 'en' : 'id');

    say = (key: Key, values?: Values) => say(this.language, key, values);
    // Of a code that may be newer than this page.
    name = (family: string, code: string) => {
        const key = `${family}.${code}`;
        return hasWords(key) ? this.say(key) : code;
    };
    what = (code: string) => this.#of(code, 'what');
    todo = (code: string) => this.#of(code, 'do');

    toggle(): void {
        this.language = this.language === 'id' ? 'en' : 'id';
        localStorage.setItem(KEY, this.language);
    }

    #of(code: string, part: 'what' | 'do'): string {
        const key = `${code}.${part}`;
        return this.say(hasWords(key) ? key : `OTHER.${part}`);
    }
}

export const speech = new Speech();
