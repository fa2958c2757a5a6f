// From central's rows to what a list shows: pure, so that counts can be tested against figures.
import { PARTS, type Arrival, type Branch, type Figures, type Incarnation, type Part, type Terminal, type Today } from './api/central.ts';

export type Which = 'arrived' | 'marked' | 'unknown';

export interface PersonDay {
    person: string;
    name: string | null;
    number: string | null;
    opd: string | null;
    zone: string;
    first: string;
    firstCode: string | null;
    last: string;
    lastCode: string | null;
    records: number;
    kiosks: string[];
    marks: string[];
    photos: { sha256: string; at: string }[];
}

const unique = (values: string[]) => [...new Set(values)];

// One row a person, earliest first: the figure `arrived` counts people, not check-ins.
export function peopleOf(arrivals: readonly Arrival[]): PersonDay[] {
    const people = new Map<string, Arrival[]>();
    for (const arrival of arrivals) {
        if (arrival.person) people.set(arrival.person, [...(people.get(arrival.person) ?? []), arrival]);
    }
    const rows = [...people].flatMap(([person, records]) => {
        const sorted = records.toSorted((a, b) => a.at.localeCompare(b.at));
        const [first, last] = [sorted[0], sorted.at(-1)];
        if (!first || !last) return [];
        const { name, number, opd, zone } = last;
        return {
            person, name, number, opd, zone,
            first: first.at,
            firstCode: first.code,
            last: last.at,
            lastCode: last.code,
            records: records.length,
            kiosks: unique(sorted.map(({ kiosk }) => kiosk)),
            marks: unique(sorted.flatMap(({ marks }) => marks)),
            photos: sorted.flatMap(({ photo, at }) => (photo ? [{ sha256: photo, at }] : [])),
        };
    });
    return rows.sort((a, b) => a.first.localeCompare(b.first));
}

export function peopleIn(which: 'arrived' | 'marked', arrivals: readonly Arrival[]): PersonDay[] {
    return peopleOf(arrivals).filter(({ marks }) => which === 'arrived' || marks.length > 0);
}

export const unknownIn = (arrivals: readonly Arrival[]) => arrivals.filter(({ person }) => person === null);

const SILENT_MS = 30 * 60_000;

export const isRevoked = ({ state }: Terminal) => state === 'revoked';
export function isSilent(terminal: Terminal, now: number): boolean {
    if (isRevoked(terminal)) return false;
    return terminal.last_contact === null || now - Date.parse(terminal.last_contact) > SILENT_MS;
}

// Silent ones first, the longest silence on top; revoked ones last.
export function bySilence(terminals: readonly Terminal[], now: number): Terminal[] {
    const rank = (terminal: Terminal) => (isRevoked(terminal) ? 2 : isSilent(terminal, now) ? 0 : 1);
    const order = (a: Terminal, b: Terminal) =>
        rank(a) - rank(b) ||
        (rank(a) === 0 ? (a.last_contact ?? '').localeCompare(b.last_contact ?? '') : 0) ||
        a.opd.localeCompare(b.opd) ||
        a.kiosk.localeCompare(b.kiosk);
    return terminals.toSorted(order);
}

export const minutesSince = (at: string, now: number) => Math.max(0, Math.floor((now - Date.parse(at)) / 60_000));

// How many records central has yet to receive; null when the terminal has not said how many it holds.
export const waitingAt = ({ seq_terminal, seq_central }: Terminal) =>
    seq_terminal === null ? null : Math.max(0, seq_terminal - seq_central);

// What waits for an officer: ledger keys that nobody else has compared, and forked ledgers.
export interface Pending {
    terminal: Terminal;
    incarnation: Incarnation;
}
export interface Disputed {
    terminal: Terminal;
    branch: Branch;
}
export const pendingOf = (terminals: readonly Terminal[]): Pending[] =>
    terminals
        .filter((terminal) => !isRevoked(terminal))
        .flatMap((terminal) =>
            terminal.incarnations
                .filter(({ state }) => state === 'unconfirmed')
                .map((incarnation) => ({ terminal, incarnation })),
        );
// Settled once all branches but one are revoked.
export const disputedOf = (terminals: readonly Terminal[]): Disputed[] =>
    terminals.flatMap((terminal) => {
        const open = terminal.branches.filter(({ revoked }) => !revoked);
        return open
            .filter((branch) => open.filter(({ inc }) => inc === branch.inc).length > 1)
            .map((branch) => ({ terminal, branch }));
    });

// The rows of one OPD, or all, with the figures of these.
export function figuresOf(today: Today, opd: string | null): { rows: Today['opds']; totals: Figures } {
    if (opd === null) return { rows: today.opds, totals: today.totals };
    const rows = today.opds.filter((row) => row.opd === opd);
    const none = Object.fromEntries(['people', ...PARTS].map((part) => [part, 0])) as Figures['parts'];
    return { rows, totals: rows[0] ?? { people: 0, arrived: 0, marked: 0, unknown: 0, parts: none } };
}

// A cell that a spreadsheet would take for a formula begins with an apostrophe.
function csvCell(value: string | number): string {
    const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
// The table of Hari ini as it stands on the page.
export function csvOf(rows: Today['opds'], totals: Figures, names: { opd: string; people: string; total: string; part: (part: Part) => string }): string {
    const line = (opd: string, { parts }: Figures) => [opd, parts.people, ...PARTS.map((part) => parts[part])];
    const table = [
        [names.opd, names.people, ...PARTS.map(names.part)],
        ...rows.map((row) => line(row.opd, row)),
        line(names.total, totals),
    ];
    return table.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

// Roles that an administrator gives (docs/api.md); people open their own accounts.
export const ROLES = ['opd_officer', 'bkd_officer', 'discipline_officer', 'auditor', 'administrator'] as const;
