// The screen and its filters are in the address, so that a list can be bookmarked: #/kehadiran?opd=Dinas+PUPR
import type { Which } from './lists.ts';

export interface Place {
    screen: 'hari-ini' | 'kehadiran' | 'periksa' | 'kios' | 'akun' | 'akun-saya';
    day: string | null;
    opd: string | null;
    which: Which;
}

const SCREENS = ['kehadiran', 'periksa', 'kios', 'akun', 'akun-saya'] as const;

export function placeOf(hash: string): Place {
    const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
    const values = new URLSearchParams(query);
    const which = values.get('daftar');
    const day = values.get('hari');
    return {
        screen: SCREENS.find((screen) => screen === path) ?? 'hari-ini',
        day: day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null,
        opd: values.get('opd'),
        which: which === 'marked' || which === 'unknown' ? which : 'arrived',
    };
}

export function addressOf({ screen, day, opd, which }: Partial<Place> & Pick<Place, 'screen'>): string {
    const values = new URLSearchParams();
    if (day) values.set('hari', day);
    if (opd) values.set('opd', opd);
    if (screen === 'kehadiran' && which) values.set('daftar', which);
    const query = String(values);
    return `#/${screen}${query && `?${query}`}`;
}

export function dayBeside(day: string, days: number): string {
    return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
