// Monthly recaps as central answers them (docs/api.md).
import { ask } from '../../shared/http.ts';
import type { DayKind } from '../../shared/days.ts';

export interface Column {
    code: string;
    id: string;
    en: string;
}
export type Figures = Record<string, number>; // by the columns' codes

export const GROUPS = ['late', 'early', 'absent', 'leave', 'sanction', 'cap'] as const;
export type Group = (typeof GROUPS)[number];
export interface CutPart {
    kind: string;
    group: Group;
    rule: string | null;
    minutes: number;
    basis_points: number;
    days: string[];
}
// Of a month's allowance; null where another OPD has it, in which the month ended.
export type CutSums = Record<Group, number> & { basis_points: number };
export type Cut = CutSums & { parts: CutPart[] };

interface Facts {
    month: string;
    provisional: boolean;
    unknown: number; // days
    until: string | null; // the last day that was judged, where the month goes on
    as_of: string;
    zone: string;
    rules: string | null;
    columns: Column[];
}
export interface PersonRow {
    person: string;
    name: string;
    number: string;
    title: string;
    moved: boolean;
    figures: Figures;
    cut: Cut | null;
}
export interface Sums {
    people: number;
    cut_people: number;
    mean_basis_points: number;
    figures: Figures;
    cut: CutSums | null;
}
export type OpdRow = Sums & { opd: string };
export interface PeopleRecap extends Facts {
    by: 'person';
    opd: string;
    rows: PersonRow[];
    totals: Sums;
}
export interface OpdsRecap extends Facts {
    by: 'opd';
    opd: null;
    rows: OpdRow[];
    totals: Sums;
}
export type Recap = PeopleRecap | OpdsRecap;

export interface RecapDay {
    day: string;
    opd: string;
    kind: DayKind;
    code: string;
    in: string | null;
    out: string | null;
    late: number;
    early: number;
    basis_points: number;
    figures: Figures; // that this day is counted in
}
export interface PersonRecap extends Facts, PersonRow {
    by: 'day';
    opd: string;
    days: RecapDay[];
}

const query = (month: string, opd: string | null) => new URLSearchParams({ month, ...(opd ? { opd } : {}) });

export const recap = (month: string, opd: string | null) => ask<Recap>('GET', `/v1/recaps?${query(month, opd)}`);
export const personRecap = (person: string, month: string) =>
    ask<PersonRecap>('GET', `/v1/people/${person}/recap?${query(month, null)}`);

// What a link downloads.
export const recapFile = (kind: 'csv' | 'xlsx', month: string, opd: string | null) => `/v1/recaps.${kind}?${query(month, opd)}`;
export const personRecapFile = (person: string, month: string) => `/v1/people/${person}/recap.xlsx?${query(month, null)}`;
