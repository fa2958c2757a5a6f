// The language of this browser's officer; kept.
import type { Language } from '../../shared/time.ts';
import { count, type Values } from '../../shared/words.ts';
import { hasWords, say, type Key } from '../messages/index.ts';

const KEY = 'hadir.language';

class Speech {
    language = $state<Language>(localStorage.getItem(KEY) === 'en' ? 'en' : 'id');

    say = (key: Key, values?: Values) => say(this.language, key, values);
    count = (value: number) => count(value, this.language);
    // Words of a code that may be newer than this page: then the code itself.
    name = (family: string, code: string) => {
        const key = `${family}.${code}`;
        return hasWords(key) ? this.say(key) : code;
    };

    toggle(): void {
        this.language = this.language === 'id' ? 'en' : 'id';
        localStorage.setItem(KEY, this.language);
    }
}

export const speech = new Speech();
