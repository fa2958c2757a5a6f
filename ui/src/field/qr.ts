// A phone's code: version 5, level M, alphanumeric, so that each has the same shape.
import { drawn as drawnAs } from '../shared/qr.ts';

export { QUIET_MODULES } from '../shared/qr.ts';
const VERSION = 5;

export const drawn = (text: string) => drawnAs(text, { version: VERSION, encoding: 'alphanumeric' });
