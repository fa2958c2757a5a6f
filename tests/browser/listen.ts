// Gives the page a loudspeaker that keeps what it would have played, so that a test can measure it.
import type { Page } from '@playwright/test';

export interface Heard {
    seconds: number; // from the first to the last audible moment
    loudest: number;
    notes: number[]; // Hz of each stretch between silences
}

const RATE = 44_100;
const WINDOW = 220; // samples, 5 ms

export async function placeMicrophone(page: Page, seconds = 1): Promise<void> {
    await page.addInitScript(({ rate, seconds }) => {
        const contexts: OfflineAudioContext[] = [];
        class Recorder extends OfflineAudioContext {
            constructor() {
                super(1, seconds * rate, rate);
                contexts.push(this);
            }
            override resume = () => Promise.resolve();
        }
        Object.assign(window, { AudioContext: Recorder, recorded: contexts });
    }, { rate: RATE, seconds });
}

interface Moment {
    loudness: number;
    rises: number; // how often the wave came up through zero
}

// What the page has played since it was opened, as long as the microphone was placed for. Can be asked once.
export async function hear(page: Page): Promise<Heard> {
    const moments = await page.evaluate(async (size): Promise<Moment[]> => {
        const [context] = (window as unknown as { recorded: OfflineAudioContext[] }).recorded;
        const wave = (await context?.startRendering())?.getChannelData(0) ?? new Float32Array();
        const moments: Moment[] = [];
        for (let from = 0; from + size < wave.length; from += size) {
            const moment = { loudness: 0, rises: 0 };
            for (let i = from; i < from + size; i++) {
                moment.loudness = Math.max(moment.loudness, Math.abs(wave[i]!));
                if (wave[i]! <= 0 && wave[i + 1]! > 0) moment.rises++;
            }
            moments.push(moment);
        }
        return moments;
    }, WINDOW);
    const audible = stretches(moments);
    return {
        seconds: audible.reduce((end, { to }) => Math.max(end, to), 0) - (audible[0]?.from ?? 0),
        loudest: Math.max(0, ...moments.map(({ loudness }) => loudness)),
        notes: audible.map(({ from, to, rises }) => Math.round(rises / (to - from))),
    };
}

function stretches(moments: Moment[]): { from: number; to: number; rises: number }[] {
    const found: { from: number; to: number; rises: number }[] = [];
    let sounding = false;
    moments.forEach(({ loudness, rises }, i) => {
        if (loudness <= 0.001) return void (sounding = false);
        if (!sounding) found.push({ from: (i * WINDOW) / RATE, to: 0, rises: 0 });
        sounding = true;
        const last = found.at(-1)!;
        last.to = ((i + 1) * WINDOW) / RATE;
        last.rises += rises;
    });
    return found;
}

// Gives the page voices, one of them somebody else's server's, and keeps what is said.
export async function placeVoice(page: Page): Promise<void> {
    await page.addInitScript(() => {
        const voice = (lang: string, localService: boolean) => ({ lang, localService, name: lang, voiceURI: lang });
        class Utterance {
            volume = 1;
            lang = '';
            voice: unknown = null;
            readonly text: string;
            constructor(text: string) {
                this.text = text;
            }
        }
        const said: Utterance[] = [];
        const synthesis = Object.assign(new EventTarget(), {
            getVoices: () => [voice('id-ID', false), voice('id-ID', true), voice('en-GB', true)],
            cancel: () => {},
            speak: (utterance: Utterance) => said.push(utterance),
        });
        Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
        Object.assign(window, { SpeechSynthesisUtterance: Utterance, said });
    });
}

export interface Said {
    text: string;
    lang: string;
    voice: { localService: boolean };
}
export const heardWords = (page: Page) => page.evaluate(() => (window as unknown as { said: Said[] }).said);
