// How loud the kiosk is; kept over restarts.
import { play, type Sound } from '../sounds.ts';

export type Level = 'full' | 'soft' | 'off';
const LEVELS: readonly Level[] = ['full', 'soft', 'off'];
const VOLUME: Record<Level, number> = { full: 1, soft: 0.3, off: 0 };
const KEY = 'hadir.sound';
const RESULTS: readonly Sound[] = ['berhasil', 'perhatian', 'ditolak'];
const APART_S = 0.7;

class Loudspeaker {
    loudness = 1; // of the level `full`, 0 to 1: the kiosk's own setting
    level = $state<Level>(LEVELS.find((level) => level === localStorage.getItem(KEY)) ?? 'full');
    #context: AudioContext | null = null;

    next(): void {
        this.level = LEVELS[(LEVELS.indexOf(this.level) + 1) % LEVELS.length] ?? 'full';
        localStorage.setItem(KEY, this.level);
        this.play('tombol');
    }

    // Each result's sound in turn, for an officer who asks whether the kiosk is heard.
    demonstrate(): void {
        RESULTS.forEach((sound, i) => this.play(sound, i * APART_S));
    }

    play(sound: Sound, after_s = 0): void {
        if (this.level === 'off') return;
        this.#context ??= new AudioContext({ latencyHint: 'interactive' });
        // A browser not started for a kiosk keeps silent until the page is touched.
        if (this.#context.state === 'suspended') void this.#context.resume();
        play(this.#context, sound, VOLUME[this.level] * this.loudness, after_s);
    }
}

export const loudspeaker = new Loudspeaker();
