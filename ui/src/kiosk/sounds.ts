// Sounds made of notes, each under 0.4 s. Also rendered without a loudspeaker, so that tests can measure them.
import type { StateEvent, StateId } from './event.ts';

export type Sound = 'berhasil' | 'perhatian' | 'ditolak' | 'tombol';

interface Note {
    hz: number;
    from: number; // seconds
    length: number; // seconds
}

export const NOTES: Record<Sound, readonly Note[]> = {
    berhasil: [
        { hz: 659, from: 0, length: 0.14 },
        { hz: 988, from: 0.15, length: 0.22 },
    ],
    perhatian: [
        { hz: 587, from: 0, length: 0.13 },
        { hz: 587, from: 0.19, length: 0.13 },
    ],
    ditolak: [{ hz: 196, from: 0, length: 0.38 }],
    tombol: [{ hz: 1400, from: 0, length: 0.03 }],
};

export const SOUND_OF: Record<StateId, Sound | null> = {
    siap: null,
    membaca: null,
    masuk: 'berhasil',
    pulang: 'berhasil',
    arah: 'berhasil',
    sudah: 'perhatian',
    periksa: 'perhatian',
    ditolak: 'ditolak',
    gangguan: 'ditolak',
    pin_nomor: null, // its keys tick
    pin: null,
    admin_daftar: null,
    admin_pin: null,
    admin_menu: null,
    admin_kamera: null,
};

// What an event sounds like: its state, or that what was typed did not fit.
export const soundOf = (event: StateEvent): Sound | null => (event.pin?.problem ? 'ditolak' : SOUND_OF[event.state]);

const ATTACK_S = 0.008; // without it the loudspeaker clicks
const OVERTONE = 0.25; // a little of the octave above carries a low note through a small loudspeaker

function tone(context: BaseAudioContext, hz: number, note: Note, loudness: number, after_s: number): void {
    const start = context.currentTime + after_s + note.from;
    const end = start + note.length;
    const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + ATTACK_S);
    gain.gain.setValueAtTime(loudness, start + note.length * 0.5);
    gain.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(end);
}

// `volume` from 0 to 1.
export function play(context: BaseAudioContext, sound: Sound, volume: number, after_s = 0): void {
    for (const note of NOTES[sound]) {
        tone(context, note.hz, note, volume * 0.7, after_s);
        tone(context, note.hz * 2, note, volume * 0.7 * OVERTONE, after_s);
    }
}
