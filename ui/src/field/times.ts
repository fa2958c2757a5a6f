// Moments as the phone's own clock shows them.
import { dateText, type Language } from '../shared/time.ts';

const two = (value: number) => String(value).padStart(2, '0');

// "07.21"
export function clockText(at: number): string {
    const time = new Date(at);
    return `${two(time.getHours())}.${two(time.getMinutes())}`;
}

// "25 November 2026 07.21"
export function momentText(at: number, language: Language): string {
    const time = new Date(at);
    const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
    return `${dateText(day, language) ?? day} ${clockText(at)}`;
}
