// A text as the modules of a QR code: version 5, level M, alphanumeric, so that each code has the same shape.
import encodeQR from 'qr';

export const QUIET_MODULES = 4;
const VERSION = 5;

// The dark modules as one path of an SVG, quiet zone included, and the side in modules.
export function drawn(text: string): { path: string; side: number } {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', version: VERSION, encoding: 'alphanumeric', border: QUIET_MODULES });
    let path = '';
    rows.forEach((row, y) => row.forEach((dark, x) => (path += dark ? `M${x} ${y}h1v1h-1z` : '')));
    return { path, side: rows.length };
}
