import type { Language } from '../../shared/time.ts';
import { fill, type Values } from '../../shared/words.ts';
import { en } from './en.ts';
import { id } from './id.ts';

export type Key = keyof typeof id;
export const WORDS: Record<Language, Record<Key, string>> = { id, en };

export const say = (language: Language, key: Key, values?: Values) => fill(WORDS[language][key], values);
export const hasWords = (key: string): key is Key => key in id;
