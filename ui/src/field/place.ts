// Which page, as the address says: #/riwayat?bulan=2026-11, #/pengajuan?hari=2026-11-24. Without one, the code.
import { isMonth } from '../shared/days.ts';

const SCREENS = ['riwayat', 'pengajuan', 'persetujuan', 'kasus'] as const;

export interface Place {
    screen: 'kode' | (typeof SCREENS)[number];
    month: string | null;
    day: string | null; // that a correction is asked for
}

export function placeOf(hash: string): Place {
    const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
    const values = new URLSearchParams(query);
    const month = values.get('bulan');
    const day = values.get('hari');
    return {
        screen: SCREENS.find((screen) => screen === path) ?? 'kode',
        month: isMonth(month) ? month : null,
        day: day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null,
    };
}

export const historyAddress = (month: string | null) => `#/riwayat${month ? `?bulan=${month}` : ''}`;
