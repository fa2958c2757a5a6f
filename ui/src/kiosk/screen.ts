// From the last event to what is on the screen: pure, so that every state can be tested without a browser.
import { clockTime, dateText, hoursAndMinutes, sinceText, zoneName, type Language } from '../shared/time.ts';
import { hasWords, say, type Key } from './messages/index.ts';
import type { Result, StateEvent, StateId } from './event.ts';

export type Tone = 'calm' | 'good' | 'care' | 'bad';
export type IconName =
    'check' | 'arrows' | 'again' | 'review' | 'cross' | 'wrench' | 'keypad' | 'code' | 'officer' | 'lens';
// Which of the screens draws it: told = a result or fault, show = hold something to the lens, type = the keypad.
export type Kind = 'ready' | 'told' | 'show' | 'type' | 'menu' | 'lens';

export interface Screen {
    state: StateId;
    kind: Kind;
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

const FACE: Record<StateId, { kind: Kind; tone: Tone; icon: IconName | null }> = {
    siap: { kind: 'ready', tone: 'calm', icon: null },
    membaca: { kind: 'ready', tone: 'calm', icon: null },
    masuk: { kind: 'told', tone: 'good', icon: 'check' },
    pulang: { kind: 'told', tone: 'good', icon: 'check' },
    arah: { kind: 'told', tone: 'good', icon: 'arrows' },
    sudah: { kind: 'told', tone: 'care', icon: 'again' },
    periksa: { kind: 'told', tone: 'care', icon: 'review' },
    ditolak: { kind: 'told', tone: 'bad', icon: 'cross' },
    gangguan: { kind: 'told', tone: 'bad', icon: 'wrench' },
    pin_nomor: { kind: 'type', tone: 'calm', icon: 'keypad' },
    pin: { kind: 'type', tone: 'calm', icon: 'keypad' },
    admin_daftar: { kind: 'show', tone: 'calm', icon: 'code' },
    admin_pin: { kind: 'show', tone: 'calm', icon: 'officer' },
    admin_menu: { kind: 'menu', tone: 'calm', icon: 'officer' },
    admin_kamera: { kind: 'lens', tone: 'calm', icon: 'lens' },
};

// The words of a code, or those of the whole family when a newer daemon names one that is not known here.
function wordsOf(language: Language, code: string | null, family: string, part: string): string {
    const key = `${code}.${part}`;
    return say(language, hasWords(key) ? key : (`${family}.${part}` as Key));
}

const askFor = (language: Language, contact: string | null) =>
    contact ? say(language, 'ask.contact', { contact }) : say(language, 'ask.officer');

// With the PIN as a way out, it is named before the officer.
function wayOut(language: Language, { contact, pin_open }: StateEvent): string {
    if (!pin_open) return askFor(language, contact);
    return contact ? say(language, 'ask.pin_contact', { contact }) : say(language, 'ask.pin_officer');
}

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
                wayOut(language, event),
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

const NOTHING = { time: null, remark: null, person: null, record: null, choice: null };

// A fault has words for itself: the daemon's code, or one of the page's own.
export function faultScreen(code: string | null, contact: string | null, language: Language): Screen {
    const words = (part: string) => wordsOf(language, code, 'GANGGUAN', part);
    return {
        state: 'gangguan',
        ...FACE.gangguan,
        ...NOTHING,
        title: words('title'),
        lines: [words('what'), words('means'), words('do'), askFor(language, contact)],
        code,
    };
}

// Without a camera the PIN still leads to a record; then nobody is sent to another kiosk.
function faultOf(event: StateEvent, language: Language): Screen {
    const screen = faultScreen(event.code, event.contact, language);
    if (event.code !== 'KAMERA' || !event.pin_open) return screen;
    const lines = [say(language, 'KAMERA.what'), say(language, 'KAMERA.means_pin'), wayOut(language, event)];
    return { ...screen, lines };
}

// What the next thing to do is: hold something to the lens, type, or choose from the officer's menu.
function taskScreen(event: StateEvent, language: Language): Screen {
    const { state, pin } = event;
    const typing = state === 'admin_pin' && pin !== null;
    const words = (part: string) =>
        state === 'admin_daftar'
            ? wordsOf(language, event.code, 'BELUM_TERDAFTAR', part)
            : say(language, `${typing ? 'admin_pin_angka' : state}.${part}` as Key);
    return {
        state,
        ...FACE[state],
        ...NOTHING,
        ...(typing && { kind: 'type' }),
        title: words('title'),
        lines: state === 'admin_daftar' ? [words('what'), words('means'), words('do')] : [words('what')],
        code: event.code,
    };
}

// Why what was typed did not lead to a record, and what to do: two sentences, or null.
export function problemOf(event: StateEvent, language: Language): [string, string] | null {
    const { pin, time, contact } = event;
    if (!pin?.problem) return null;
    const until = pin.until && sinceText(Date.parse(pin.until), Date.parse(time.at), time.zone, language);
    const what = say(language, `pin.${pin.problem}`);
    if (pin.problem === 'OFFICER') return [what, askFor(language, contact)];
    return [what, until ? say(language, 'pin.again_at', { time: until }) : say(language, 'pin.again')];
}

export function screenOf(event: StateEvent, language: Language): Screen {
    const { state, result } = event;
    const face = FACE[state];
    if (state === 'gangguan') return faultOf(event, language);
    if (face.kind !== 'told' && face.kind !== 'ready') return taskScreen(event, language);
    const title = `title.${state}`;
    const at = result?.at ? Date.parse(result.at) : NaN;
    const clock = Number.isNaN(at) ? '' : clockTime(at, event.time.zone);
    const time = clock && `${clock} ${zoneName(event.time.zone)}`;
    return {
        state,
        ...face,
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
