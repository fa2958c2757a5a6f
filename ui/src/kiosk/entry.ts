// What has been typed so far: pure, and only digits ever.
export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'erase' | 'go' | 'cancel';

// In the order of the screen, always the same, for those who type without looking.
export const KEYPAD: readonly Key[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'erase', '0', 'go'];

const NAMED: Record<string, Key> = { Backspace: 'erase', Delete: 'erase', Enter: 'go', Escape: 'cancel' };
// The key of a keyboard or a number pad, by KeyboardEvent.key.
export const keyOf = (name: string): Key | null => (/^[0-9]$/.test(name) ? (name as Key) : (NAMED[name] ?? null));

export function type(digits: string, key: Key, length: number): string {
    if (key === 'erase') return digits.slice(0, -1);
    if (key === 'go' || key === 'cancel') return digits;
    return (digits + key).slice(0, length);
}
