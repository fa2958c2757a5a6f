// What central asks of a person's words (docs/api.md); the page says it before anything is sent.
export const PASSPHRASE_CHARS_MIN = 15;
const CODE_LETTERS = /^[0-9A-Za-z]{12}$/;

export const isPin = (text: string) => /^[0-9]{6}$/.test(text);
// All digits alike, or counting up or down.
export const isEasyPin = (pin: string) =>
    [-1, 0, 1].some((step) => [...pin].every((digit, i) => i === 0 || Number(digit) - Number(pin[i - 1]) === step));
export const isLongEnough = (passphrase: string) => [...passphrase].length >= PASSPHRASE_CHARS_MIN;
export const isCode = (typed: string) => CODE_LETTERS.test(typed.replace(/[ -]/g, ''));
