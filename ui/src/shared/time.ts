// Times as people in Indonesia read them: 24 hours with a dot, dates with the day's name, never numbers alone.
// Indonesia has three zones and no summer time, so a fixed table does; nothing depends on the browser's locale.

export type Language = 'id' | 'en';

const MINUTE_MS = 60_000;
const ZONES: Record<string, { hours: number; name: string }> = {
    'Asia/Jakarta': { hours: 7, name: 'WIB' },
    'Asia/Pontianak': { hours: 7, name: 'WIB' },
    'Asia/Makassar': { hours: 8, name: 'WITA' },
    'Asia/Jayapura': { hours: 9, name: 'WIT' },
};
const UNKNOWN_ZONE = { hours: 0, name: 'UTC' };

const DAYS: Record<Language, readonly string[]> = {
    id: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
    en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const MONTHS: Record<Language, readonly string[]> = {
    id: [
        'Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni',
        'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember',
    ],
    en: [
        'January', 'February', 'March', 'April', 'May', 'June',
        'July', 'August', 'September', 'October', 'November', 'December',
    ],
};

const two = (value: number) => String(value).padStart(2, '0');
const zoneOf = (zone: string) => ZONES[zone] ?? UNKNOWN_ZONE;
// A Date whose UTC fields are the local ones of the zone.
const local = (at: number, zone: string) => new Date(at + zoneOf(zone).hours * 60 * MINUTE_MS);

export const zoneName = (zone: string) => zoneOf(zone).name;

// "07.21"
export function clockTime(at: number, zone: string): string {
    const time = local(at, zone);
    return `${two(time.getUTCHours())}.${two(time.getUTCMinutes())}`;
}

// "07.21.09", for lists in which the order matters
export function clockSeconds(at: number, zone: string): string {
    return `${clockTime(at, zone)}.${two(local(at, zone).getUTCSeconds())}`;
}

// "2026-11-24"
export const dayOf = (at: number, zone: string) => local(at, zone).toISOString().slice(0, 10);

// From "2026-11-24": "24 November 2026", or null when it is no day.
export function dateText(day: string, language: Language): string | null {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
    const month = MONTHS[language][Number(parts?.[2]) - 1];
    return parts && month ? `${Number(parts[3])} ${month} ${parts[1]}` : null;
}

// From "2026-11-24": "Selasa, 24 November 2026", or null when it is no day.
export function longDate(day: string, language: Language): string | null {
    const date = dateText(day, language);
    return date && `${DAYS[language][new Date(`${day}T00:00:00Z`).getUTCDay()]}, ${date}`;
}

// "07.21", and the date in front when it is another day than today's.
export function sinceText(at: number, now: number, zone: string, language: Language): string {
    const day = dayOf(at, zone);
    const time = clockTime(at, zone);
    return day === dayOf(now, zone) ? time : `${dateText(day, language)} ${time}`;
}

export const hoursAndMinutes = (minutes: number) => ({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
