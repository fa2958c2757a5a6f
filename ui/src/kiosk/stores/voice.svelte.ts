// Results said aloud, for the one person who asked: never a name, never a digit of a PIN.
import { screenOf } from '../screen.ts';
import { spoken } from '../spoken.ts';
import type { StateEvent, StateId } from '../event.ts';
import { loudspeaker } from './loudspeaker.svelte.ts';
import { speech } from './speech.svelte.ts';

const OFF_MS = 60_000; // without a touch or a result
const LAST: readonly StateId[] = ['masuk', 'pulang', 'arah', 'sudah', 'periksa']; // after these the person leaves

class Voice {
    on = $state(false);
    #voices = $state.raw<SpeechSynthesisVoice[]>([]);
    #served = false;
    #off: ReturnType<typeof setTimeout> | undefined;

    // Only a voice of this machine: others would send what is said to somebody's server.
    readonly voice = $derived(
        this.#voices.find(({ lang, localService }) => localService && lang.toLowerCase().startsWith(speech.language)),
    );

    constructor() {
        const find = () => (this.#voices = globalThis.speechSynthesis?.getVoices() ?? []);
        find();
        globalThis.speechSynthesis?.addEventListener('voiceschanged', find);
    }

    toggle(event: StateEvent): void {
        this.#turn(!this.on);
        if (!this.on) return;
        this.#say(speech.say('spoken.on'));
        this.tell(event);
    }

    stay(): void {
        if (this.on) this.#turn(true);
    }

    tell(event: StateEvent): void {
        if (!this.on) return;
        if (event.state === 'siap' && this.#served) return this.#turn(false);
        this.stay();
        this.#served ||= LAST.includes(event.state);
        const words = spoken(event, screenOf(event, speech.language), speech.language);
        if (words) this.#say(words);
    }

    #turn(on: boolean): void {
        clearTimeout(this.#off);
        this.on = on;
        if (on) this.#off = setTimeout(() => this.#turn(false), OFF_MS);
        else this.#served = false;
    }

    #say(words: string): void {
        if (!this.voice) return;
        const utterance = new SpeechSynthesisUtterance(words);
        utterance.voice = this.voice;
        utterance.lang = this.voice.lang;
        utterance.volume = loudspeaker.loudness;
        speechSynthesis.cancel(); // the newest alone counts
        speechSynthesis.speak(utterance);
    }
}

export const voice = new Voice();
