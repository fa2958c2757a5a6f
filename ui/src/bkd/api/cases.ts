// Cases of discipline and of ethics (docs/api.md), and how to ask for them.
import type { CaseFile, CaseRow, CaseTab } from '../../shared/cases.ts';
import { ask } from '../../shared/http.ts';

export interface Queue {
    counts: Record<CaseTab | 'late', number>;
    items: CaseRow[];
    next: string | null;
}
export const queue = (tab: CaseTab | 'late', cursor: string | null) => {
    const query = new URLSearchParams({ ...(tab === 'late' ? { late: '1' } : { tab }), ...(cursor ? { cursor } : {}) });
    return ask<Queue>('GET', `/v1/cases?${query}`);
};
export const caseFile = (number: string) => ask<CaseFile>('GET', `/v1/cases/${number}`);
export const takeStep = (file: CaseFile, state: string, day: string, why: string) =>
    ask<CaseFile>('POST', `/v1/cases/${file.case}/steps`, { state, day, why, seen: file.seen });
export const propose = (file: CaseFile, sanction: string, why: string) =>
    ask<CaseFile>('POST', `/v1/cases/${file.case}/proposals`, { sanction, why, seen: file.seen });
export const decide = (file: CaseFile, sanction: string, why: string) =>
    ask<CaseFile>('POST', `/v1/cases/${file.case}/decisions`, { sanction, why, seen: file.seen });
// What can be printed of it now.
export function papersOf(file: CaseFile): string[] {
    const papers = ['panggilan-1', 'panggilan-2', 'bap'];
    if (file.salary_stop) papers.push('penghentian-gaji');
    if (file.proposal || file.decision) papers.push('keputusan');
    return papers;
}

export type EthicsState = 'opened' | 'council' | 'hearing' | 'decided' | 'closed';
export const ETHICS_STATES: readonly EthicsState[] = ['opened', 'council', 'hearing', 'decided', 'closed'];
export const ETHICS_VERDICTS = ['no_breach', 'closed_statement', 'open_statement'] as const;
export type EthicsVerdict = (typeof ETHICS_VERDICTS)[number];
interface Named {
    person: string;
    name: string | null;
    number: string | null;
    opd: string | null;
}
export interface EthicsRow extends Named {
    case: string;
    opened: string;
    state: EthicsState;
    verdict: EthicsVerdict | null;
}
export interface EthicsFile extends EthicsRow {
    seen: number;
    council: Named[];
    history: { state: EthicsState; at: string; by: string | null; words: string | null }[];
}
export const ethicsCases = (cursor: string | null) =>
    ask<{ items: EthicsRow[]; next: string | null }>('GET', `/v1/ethics${cursor ? `?${new URLSearchParams({ cursor })}` : ''}`);
export const openEthics = (number: string, why: string) => ask<EthicsFile>('POST', '/v1/ethics', { number, why });
export const ethicsFile = (number: string) => ask<EthicsFile>('GET', `/v1/ethics/${number}`);
export const ethicsStep = (
    file: EthicsFile,
    step: { state: EthicsState; council: string[]; verdict: EthicsVerdict | null; why: string },
) => ask<EthicsFile>('POST', `/v1/ethics/${file.case}/steps`, { ...step, seen: file.seen });
