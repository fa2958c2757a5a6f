// All words that people see or hear are in messages/, in both languages.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';

const UI = fileURLToPath(new URL('../', import.meta.url));
const READ_ALOUD = /^(aria-label|aria-description|title|alt|placeholder|label)$/;

// Words that a template holds itself, in elements or in attributes that people see or hear.
function wordsIn(node: unknown): string[] {
    if (Array.isArray(node)) return node.flatMap(wordsIn);
    if (typeof node !== 'object' || node === null) return [];
    const { type: kind, data, name, value } = node as Record<string, unknown>;
    if (kind === 'Text') return /\p{L}/u.test(String(data)) ? [String(data).trim()] : [];
    if (kind === 'StyleDirective') return [];
    if (kind === 'Attribute') return READ_ALOUD.test(String(name)) ? wordsIn(value) : [];
    return Object.values(node).flatMap(wordsIn);
}

test('no letter stands in a template: all words are in messages/', () => {
    const found = (source: string) => wordsIn(parse(source, { modern: true }).fragment);
    assert.deepEqual(found('<p title="Halo">{x}</p><b>Nama</b><i class="a">·</i>'), ['Halo', 'Nama']);
    const files = globSync('*/**/*.svelte', { cwd: UI });
    assert.ok(files.length > 30);
    for (const file of files) assert.deepEqual(found(readFileSync(join(UI, file), 'utf8')), [], file);
});
