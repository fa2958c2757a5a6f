// Every state of the kiosk once: what the daemon says, and what a person must see and hear of it.
import type { StateEvent } from '../../ui/src/kiosk/event';
import { AT, refusal, siti } from './fake_kiosk';

export interface Sample {
    tell: Partial<StateEvent>;
    words: { id: string[]; en: string[] };
    icon: string | null;
    sound: 'berhasil' | 'perhatian' | 'ditolak' | null;
}

export const OFFLINE: Partial<StateEvent> = {
    network: { connected: false, since: '2026-11-23T23:50:00.000Z' },
    queue: { waiting: 37, oldest: '2026-11-23T23:50:00.000Z' },
};
export const UNTRUSTED: Partial<StateEvent> = { time: { at: AT, zone: 'Asia/Jakarta', state: 'rtc' } };

export const SAMPLES: Record<string, Sample> = {
    siap: {
        tell: { demo: true },
        words: {
            id: ['07.21', 'Selasa, 24 November 2026', 'WIB · waktu tepercaya', 'Tunjukkan QR lencana Anda', 'PEMPROV BANTEN', 'DEMO'],
            en: ['07.21', 'Tuesday, 24 November 2026', 'WIB · clock trusted', 'Show your badge’s QR code', 'Kios 02', 'DEMO'],
        },
        icon: null,
        sound: null,
    },
    membaca: {
        tell: { state: 'membaca', show_ms: 1000 },
        words: { id: ['Lencana terbaca, memproses…'], en: ['Badge read, one moment…'] },
        icon: null,
        sound: null,
    },
    masuk: {
        tell: { state: 'masuk', show_ms: 2500, result: siti },
        words: {
            id: ['BERHASIL · MASUK', '07.21 WIB', 'Siti R.', 'No. presensi 20417', 'akan dikirim ke BKD', 'No. 02-000418'],
            en: ['DONE · CHECK-IN', '07.21 WIB', 'Siti R.', 'Attendance no. 20417', 'will be sent to BKD', 'No. 02-000418'],
        },
        icon: 'check',
        sound: 'berhasil',
    },
    pulang: {
        tell: { state: 'pulang', show_ms: 2500, result: { ...siti, dir: 'out', at: '2026-11-24T09:05:00.000Z', worked_min: 524 } },
        words: {
            id: ['BERHASIL · PULANG', '16.05 WIB', 'Hari ini 8 jam 44 menit'],
            en: ['DONE · CHECK-OUT', '16.05 WIB', 'Today 8 h 44 min'],
        },
        icon: 'check',
        sound: 'berhasil',
    },
    arah: {
        tell: { state: 'arah', show_ms: 6000, result: { ...siti, dir: 'auto' } },
        words: {
            id: ['TERCATAT', 'Pilih: masuk atau pulang?', 'Masuk', 'Pulang'],
            en: ['RECORDED', 'Choose: check-in or check-out?', 'Check-in', 'Check-out'],
        },
        icon: 'arrows',
        sound: 'berhasil',
    },
    sudah: {
        tell: { state: 'sudah', show_ms: 3000, result: { ...siti, code: 'SUDAH_TERCATAT' } },
        words: {
            id: ['SUDAH TERCATAT', 'Sudah tercatat MASUK pukul 07.21. Tidak perlu mengulang.'],
            en: ['ALREADY RECORDED', 'CHECK-IN already recorded at 07.21. No need to repeat.'],
        },
        icon: 'again',
        sound: 'perhatian',
    },
    periksa: {
        tell: { state: 'periksa', show_ms: 3000, result: { ...siti, code: 'KANTOR_LAIN' } },
        words: {
            id: ['TERCATAT', 'perlu diperiksa', 'Lencana Anda terdaftar di kantor lain.', 'kode: KANTOR_LAIN'],
            en: ['RECORDED', 'to be reviewed', 'Your badge belongs to another office.', 'code: KANTOR_LAIN'],
        },
        icon: 'review',
        sound: 'perhatian',
    },
    ditolak: {
        tell: { state: 'ditolak', show_ms: 5000, result: refusal('LENCANA_DICABUT', '2026-11-20') },
        words: {
            id: ['BELUM TERCATAT', 'dicabut pada 20 November 2026', 'ext. 214', 'kode: LENCANA_DICABUT'],
            en: ['NOT RECORDED', 'revoked on 20 November 2026', 'ext. 214', 'code: LENCANA_DICABUT'],
        },
        icon: 'cross',
        sound: 'ditolak',
    },
    gangguan: {
        tell: { state: 'gangguan', code: 'PENYIMPANAN' },
        words: {
            id: ['PENYIMPANAN BERMASALAH', 'belum tercatat', 'Gunakan kios lain', 'kode: PENYIMPANAN'],
            en: ['STORAGE PROBLEM', 'not recorded', 'Use another kiosk', 'code: PENYIMPANAN'],
        },
        icon: 'wrench',
        sound: 'ditolak',
    },
};
