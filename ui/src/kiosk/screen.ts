// From the last event to what is on the screen: pure, so that every state can be tested without a browser.
import { clockTime, dateText, hoursAndMinutes, zoneName, type Language } from '../shared/time.ts';
import { hasWords, say, type Key } from './messages/index.ts';
import type { Result, StateEvent, StateId } from './event.ts';

export type Tone = 'ready' | 'good' | 'care' | 'bad';
export type IconName = 'check' | 'arrows' | 'again' | 'review' | 'cross' | 'wrench';

export interface Screen {
    state: StateId;
    tone: Tone;
    icon: IconName | null;
    title: string;
    time: string | null; // "07.21 WIB"
    remark: string | null; // beside the time
    person: { name: string; number: string | null; office: string | null } | null;
    lines: string[]; // what it means, what to do
    record: string | null;
    code: string | null;
    choice: number | null; // the record whose direction may be chosen
}

const FACE: Record<StateId, { tone: Tone; icon: IconName | null }> = {
    siap: { tone: 'ready', icon: null },
    membaca: { tone: 'ready', icon: null },
    masuk: { tone: 'good', icon: 'check' },
    pulang: { tone: 'good', icon: 'check' },
    arah: { tone: 'good', icon: 'arrows' },
    sudah: { tone: 'care', icon: 'again' },
    periksa: { tone: 'care', icon: 'review' },
    ditolak: { tone: 'bad', icon: 'cross' },
    gangguan: { tone: 'bad', icon: 'wrench' },
};

// The words of a code, or those of the whole family when a newer daemon names one that is not known here.
function wordsOf(language: Language, code: string | null, family: string, part: string): string {
    const key = `${code}.${part}`;
    return say(language, hasWords(key) ? key : (`${family}.${part}` as Key));
}

const askFor = (language: Language, contact: string | null) =>
    contact ? say(language, 'ask.contact', { contact }) : say(language, 'ask.officer');

function whatHappened(language: Language, result: Result): string {
    const key = `${result.code}.what_day`;
    const day = result.detail && dateText(result.detail, language);
    return day && hasWords(key) ? say(language, key, { day }) : wordsOf(language, result.code, 'DITOLAK', 'what');
}

function resultLines(event: StateEvent, result: Result, time: string, language: Language): string[] {
    const stored = say(language, 'result.stored');
    switch (event.state) {
        case 'pulang':
            return result.worked_min === null
                ? [stored]
                : [say(language, 'result.worked', hoursAndMinutes(result.worked_min)), stored];
        case 'arah':
            return [say(language, 'arah.words')];
        case 'sudah':
            return [say(language, `sudah.${result.dir ?? 'auto'}`, { time })];
        case 'periksa':
            return [wordsOf(language, result.code, 'PERIKSA', 'what'), say(language, 'periksa.counts'), stored];
        case 'ditolak':
            return [
                whatHappened(language, result),
                wordsOf(language, result.code, 'DITOLAK', 'do'),
                askFor(language, event.contact),
            ];
        default:
            return [stored];
    }
}

function personOf(result: Result, state: StateId, language: Language): Screen['person'] {
    if (state === 'ditolak' && !result.name) return null;
    return {
        name: result.name ?? say(language, 'result.nameless'),
        number: result.number && say(language, 'result.number', { number: result.number }),
        office: result.office,
    };
}

function remarkOf(state: StateId, result: Result, language: Language): string | null {
    if (state === 'arah') return say(language, 'sub.arah');
    if (state !== 'periksa') return null;
    const review = say(language, 'sub.periksa');
    return result.dir === 'in' || result.dir === 'out' ? `${say(language, `dir.${result.dir}`)} · ${review}` : review;
}

// A fault has words for itself: the daemon's code, or one of the page's own.
export function faultScreen(code: string | null, contact: string | null, language: Language): Screen {
    const words = (part: string) => wordsOf(language, code, 'GANGGUAN', part);
    return {
        state: 'gangguan',
        ...FACE.gangguan,
        title: words('title'),
        time: null,
        remark: null,
        person: null,
        lines: [words('what'), words('means'), words('do'), askFor(language, contact)],
        record: null,
        code,
        choice: null,
    };
}

export function screenOf(event: StateEvent, language: Language): Screen {
    if (event.state === 'gangguan') return faultScreen(event.code, event.contact, language);
    const { state, result } = event;
    const title = `title.${state}`;
    const at = result?.at ? Date.parse(result.at) : NaN;
    const clock = Number.isNaN(at) ? '' : clockTime(at, event.time.zone);
    const time = clock && `${clock} ${zoneName(event.time.zone)}`;
    return {
        state,
        ...FACE[state],
        title: hasWords(title) ? say(language, title) : '',
        time: time || null,
        remark: result && remarkOf(state, result, language),
        person: result && personOf(result, state, language),
        lines: result ? resultLines(event, result, clock, language) : [],
        record: result?.record ?? null,
        code: result?.code ?? null,
        choice: state === 'arah' ? (result?.of ?? null) : null,
    };
}
