// Rows of a recap's table and the lists behind its figures: pure, so that counts can be tested against figures.
import type { OpdRow, PersonRow, Recap, Sums } from './api/recaps.ts';

export const CUT = 'potongan'; // the figure of the cut, beside the columns' codes

export interface Row {
    key: string;
    name: string;
    person: PersonRow | null;
    opd: OpdRow | null;
}

export const rowsOf = (recap: Recap): Row[] =>
    recap.by === 'opd'
        ? recap.rows.map((opd) => ({ key: opd.opd, name: opd.opd, person: null, opd }))
        : recap.rows.map((person) => ({ key: person.person, name: person.name, person, opd: null }));

export function figureOf(row: PersonRow | OpdRow | Sums, code: string): number {
    return code === CUT ? (row.cut?.basis_points ?? 0) : (row.figures[code] ?? 0);
}

// Who makes up a figure of the sums: the counts add up to it.
export const behind = (recap: Recap, code: string): { row: Row; count: number }[] =>
    rowsOf(recap)
        .map((row) => ({ row, count: figureOf((row.person ?? row.opd)!, code) }))
        .filter(({ count }) => count !== 0);

// Days that are not known, of working days and of those that nobody has said to be one.
export const unknownIn = ({ figures }: { figures: Record<string, number> }) => (figures['BD'] ?? 0) + (figures['TJ'] ?? 0);
