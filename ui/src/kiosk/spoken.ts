// What is said aloud of a screen: pure. Times in words, "tujuh dua puluh satu"; never the person's name.
import { clockTime, type Language } from '../shared/time.ts';
import { hasWords, say } from './messages/index.ts';
import type { StateEvent } from './event.ts';
import { problemOf, type Screen } from './screen.ts';

const UNITS = [
    'nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan', 'sepuluh', 'sebelas',
];

// From 0 to 59.
function inWords(value: number): string {
    if (value < UNITS.length) return UNITS[value]!;
    if (value < 20) return `${UNITS[value - 10]} belas`;
    const tens = `${UNITS[Math.floor(value / 10)]} puluh`;
    return value % 10 ? `${tens} ${UNITS[value % 10]}` : tens;
}

export function spokenTime(at: number, zone: string, language: Language): string {
    const [hours = 0, minutes = 0] = clockTime(at, zone).split('.').map(Number);
    if (language === 'en') return `${hours}:${String(minutes).padStart(2, '0')}`; // every English voice knows it
    if (minutes === 0) return `${inWords(hours)} tepat`;
    return `${inWords(hours)} ${minutes < 10 ? 'nol ' : ''}${inWords(minutes)}`;
}

const sentence = (title: string) => `${title.charAt(0).toUpperCase()}${title.slice(1).toLowerCase()}.`;

export function spoken(event: StateEvent, screen: Screen, language: Language): string | null {
    const { state, result } = event;
    const key = `spoken.${state}`;
    if (hasWords(key)) {
        const time = result?.at ? spokenTime(Date.parse(result.at), event.time.zone, language) : '';
        const reason = state === 'periksa' ? ` ${screen.lines[0]}` : '';
        return say(language, key, { time }) + reason;
    }
    if (screen.kind === 'ready') return null;
    const problem = problemOf(event, language);
    return problem ? problem.join(' ') : [sentence(screen.title), ...screen.lines].join(' ');
}
