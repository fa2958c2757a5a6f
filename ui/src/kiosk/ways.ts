// The buttons below on the left: what a person can do next, from the last event alone.
import type { Key } from './messages/index.ts';
import type { Action, StateEvent } from './event.ts';
import type { Screen } from './screen.ts';

export interface Way {
    label: Key;
    action: Action;
    main: boolean; // the next thing to do
    disabled?: boolean; // it keeps its place, so that nothing jumps while a badge is read
}

const way = (label: Key, action: Action['action'], main = false) => ({ label, action: { action }, main }) as Way;

// `closing`: nobody has touched the screen for long, and it says so.
export function waysOf(event: StateEvent, screen: Screen, closing: boolean): Way[] {
    const { state, code, pin_open } = event;
    const stay = closing ? [way('button.stay', 'stay', true)] : [];
    const pin = pin_open ? [way('button.pin', 'pin_open', true)] : [];
    switch (state) {
        case 'siap':
        case 'membaca':
            return pin_open ? [{ ...way('button.pin_ready', 'pin_open'), disabled: state === 'membaca' }] : [];
        case 'ditolak':
            return [...pin, way('button.done', 'done', !pin_open)];
        case 'gangguan':
            return code === 'KAMERA' ? pin : [];
        case 'pin_nomor':
        case 'pin':
        case 'admin_pin':
            return [way('button.cancel', 'cancel'), ...stay];
        case 'admin_menu':
            return [way('button.leave', 'admin_leave'), ...stay];
        case 'admin_kamera':
            return [way('button.back', 'admin_leave'), ...stay];
        default:
            return screen.kind === 'told' ? [way('button.done', 'done', true)] : [];
    }
}
