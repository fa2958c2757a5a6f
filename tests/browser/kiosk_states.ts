// Every state of the kiosk once: what the daemon says, and what a person must see and hear of it.
import type { StateEvent } from '../../ui/src/kiosk/event';
import { AT, healthy, number, refusal, secret, siti } from './fake_kiosk';

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
            id: ['07.21', 'Selasa, 24 November 2026', 'WIB · waktu tepercaya', 'Tunjukkan QR lencana Anda', 'PEMPROV BANTEN', 'Tidak membawa lencana? PIN', 'DEMO'],
            en: ['07.21', 'Tuesday, 24 November 2026', 'WIB · clock trusted', 'Show your badge’s QR code', 'Kios 02', 'No badge with you? PIN', 'DEMO'],
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
            id: ['BELUM TERCATAT', 'dicabut pada 20 November 2026', 'Gunakan PIN', 'ext. 214', 'kode: LENCANA_DICABUT'],
            en: ['NOT RECORDED', 'revoked on 20 November 2026', 'Use PIN', 'ext. 214', 'code: LENCANA_DICABUT'],
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
    'gangguan-kamera': {
        tell: { state: 'gangguan', code: 'KAMERA' },
        words: {
            id: ['KAMERA TIDAK TERHUBUNG', 'tetap dapat dicatat dengan PIN', 'Gunakan PIN, atau hubungi', 'kode: KAMERA'],
            en: ['CAMERA NOT CONNECTED', 'can still check in with your PIN', 'Use your PIN, or ask', 'code: KAMERA'],
        },
        icon: 'wrench',
        sound: 'ditolak',
    },
    pin_nomor: {
        tell: { state: 'pin_nomor', show_ms: 30_000, pin: number },
        words: {
            id: ['Masukkan nomor presensi Anda', '5 angka, di belakang lencana', 'Langkah 1 dari 2', 'Foto diambil sebagai bukti', 'Hapus', 'Lanjut', 'Batal'],
            en: ['Enter your attendance number', '5 digits, on the back of your badge', 'Step 1 of 2', 'A photo is taken as evidence', 'Erase', 'Next', 'Cancel'],
        },
        icon: 'keypad',
        sound: null,
    },
    pin: {
        tell: { state: 'pin', show_ms: 30_000, pin: secret },
        words: {
            id: ['Masukkan PIN Anda', '6 angka', 'Langkah 2 dari 2', 'Foto diambil sebagai bukti'],
            en: ['Enter your PIN', '6 digits', 'Step 2 of 2', 'A photo is taken as evidence'],
        },
        icon: 'keypad',
        sound: null,
    },
    'pin-dijeda': {
        tell: { state: 'pin_nomor', show_ms: 30_000, pin: { ...number, problem: 'PAUSED', until: '2026-11-24T00:36:00.000Z' } },
        words: {
            id: ['Terlalu banyak percobaan untuk nomor ini.', 'belum tercatat', 'Coba lagi pukul 07.36.'],
            en: ['Too many tries for this number.', 'not recorded', 'Try again at 07.36.'],
        },
        icon: 'keypad',
        sound: 'ditolak',
    },
    admin_daftar: {
        tell: { state: 'admin_daftar', code: 'BELUM_TERDAFTAR', pin_open: false },
        words: {
            id: ['KIOS BELUM TERDAFTAR', 'belum dapat mencatat presensi', 'tunjukkan QR pendaftaran dari BKD', 'kode: BELUM_TERDAFTAR'],
            en: ['KIOSK NOT ENROLLED', 'cannot record attendance yet', 'show BKD’s enrolment QR code', 'code: BELUM_TERDAFTAR'],
        },
        icon: 'code',
        sound: null,
    },
    admin_pin: {
        tell: { state: 'admin_pin', show_ms: 120_000 },
        words: {
            id: ['Tunjukkan lencana petugas', 'Setiap tindakan dicatat', 'Batal'],
            en: ['Show the officer’s badge', 'Every action is recorded', 'Cancel'],
        },
        icon: 'officer',
        sound: null,
    },
    'admin_pin-angka': {
        tell: { state: 'admin_pin', show_ms: 120_000, pin: { ...secret, photo: false } },
        words: { id: ['Masukkan PIN petugas', '6 angka'], en: ['Enter the officer’s PIN', '6 digits'] },
        icon: 'officer',
        sound: null,
    },
    admin_menu: {
        tell: { state: 'admin_menu', show_ms: 120_000, admin: healthy },
        words: {
            id: [
                'Menu petugas', 'ok 1280×720, 30 gambar/detik', 'selisih 0,08 s (NTP)', 'daftar per 24 November 2026 04.00, 1.182 orang',
                'terakhir 07.20, diterima BKD 418', '0.3.0', '8,1 GB tersisa', 'berlaku s.d. 2 Mei 2027', 'Ekspor antrean', 'Keluar',
            ],
            en: [
                'Officer’s menu', 'ok 1280×720, 30 pictures/s', 'off by 0.08 s (NTP)', 'list of 24 November 2026 04.00, 1,182 people',
                'last 07.20, received by BKD 418', '0.3.0', '8.1 GB free', 'valid until 2 May 2027', 'Export queue', 'Leave',
            ],
        },
        icon: 'officer',
        sound: null,
    },
    admin_kamera: {
        tell: { state: 'admin_kamera', show_ms: 120_000, admin: healthy },
        words: {
            id: ['Uji kamera', 'seluruh QR harus tajam', 'ok 1280×720, 30 gambar/detik', 'Kembali'],
            en: ['Camera test', 'the whole QR code must be sharp', 'ok 1280×720, 30 pictures/s', 'Back'],
        },
        icon: 'lens',
        sound: null,
    },
};
