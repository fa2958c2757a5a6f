// Which page, as the address says: #/riwayat?bulan=2026-11. Without one, the code.
import { isMonth } from '../shared/days.ts';

export interface Place {
    screen: 'kode' | 'riwayat' | 'kasus';
    month: string | null;
}

export function placeOf(hash: string): Place {
    const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
    const month = new URLSearchParams(query).get('bulan');
    return { screen: path === 'riwayat' || path === 'kasus' ? path : 'kode', month: isMonth(month) ? month : null };
}

export const historyAddress = (month: string | null) => `#/riwayat${month ? `?bulan=${month}` : ''}`;
