// One's own cases, and those of people whose superior one is (docs/api.md).
import type { CaseFile } from '../../shared/cases.ts';
import { ask } from '../../shared/http.ts';

const files = async (path: string) => (await ask<{ items: CaseFile[] }>('GET', path)).items;
export const ownCases = () => files('/v1/own/cases');
export const superiorCases = () => files('/v1/own/superior-cases');
export const say = (number: string, objection: boolean, text: string) =>
    ask<CaseFile>('POST', `/v1/own/cases/${number}/statements`, { objection, text });
export const decide = (file: CaseFile, sanction: string, why: string) =>
    ask<CaseFile>('POST', `/v1/cases/${file.case}/decisions`, { sanction, why, seen: file.seen });
