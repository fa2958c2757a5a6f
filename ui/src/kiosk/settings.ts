// What the launcher tells the page in its address: ?screen_mm=345&volume=80&language=id
import type { Language } from '../shared/time.ts';

export interface Settings {
    screenMm: number | null; // width of the screen
    volume: number; // 0 to 1: how loud "keras" is
    language: Language; // that the page goes back to
}

export function settingsFrom(query: string): Settings {
    const values = new URLSearchParams(query);
    const screenMm = Number(values.get('screen_mm'));
    const percent = values.has('volume') ? Number(values.get('volume')) : 100;
    return {
        screenMm: screenMm > 0 ? screenMm : null,
        volume: percent >= 0 && percent <= 100 ? percent / 100 : 1,
        language: values.get('language') === 'en' ? 'en' : 'id',
    };
}
