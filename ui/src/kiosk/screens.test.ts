// docs/screens.md is true: every state is there, and no picture is left over or large.
import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { STATES } from './event.ts';

const DOCS = fileURLToPath(new URL('../../../docs', import.meta.url));
const PICTURE_BYTES_MAX = 60 * 1024;

test('each state is shown in docs/screens.md, with a small picture in each language', () => {
    const page = readFileSync(join(DOCS, 'screens.md'), 'utf8');
    for (const state of STATES) {
        assert.ok(page.includes(`\`${state}\``), state);
        for (const language of ['id', 'en']) assert.ok(page.includes(`screens/${state}.${language}.webp`), state);
    }
    const shown = [...page.matchAll(/\((screens\/[^)]+)\)/g)].map(([, file = '']) => file);
    const kept = globSync('screens/*.webp', { cwd: DOCS });
    assert.deepEqual([...new Set(shown)].sort(), kept.sort());
    for (const file of kept) assert.ok(statSync(join(DOCS, file)).size <= PICTURE_BYTES_MAX, file);
});
