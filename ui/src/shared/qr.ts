// A text as the modules of a QR code.
import encodeQR from 'qr';

export const QUIET_MODULES = 4;

// The dark modules as one path of an SVG, quiet zone included, and the side in modules. `shape`: see the package.
export function drawn(text: string, shape: object = {}): { path: string; side: number } {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES, ...shape });
    let path = '';
    rows.forEach((row, y) => row.forEach((dark, x) => (path += dark ? `M${x} ${y}h1v1h-1z` : '')));
    return { path, side: rows.length };
}
