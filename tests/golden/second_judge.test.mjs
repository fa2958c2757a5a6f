// The second judge agrees with every golden month, and would say so if it did not.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const rules = join(here, '../../config/rules')
const run = (args, input = '') =>
  spawnSync(process.execPath, [join(here, 'second_judge.mjs'), ...args], { input, encoding: 'utf8' })

const months = readdirSync(here, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== 'second')
  .map((e) => e.name)

test('there are the nine golden months', () => assert.equal(months.length, 9))

for (const month of months) {
  test(`agrees with ${month}`, () => {
    const { status, stdout, stderr } = run(['--golden', join(here, month), rules])
    assert.equal(status, 0, stdout + stderr)
  })
}

function withCopy(month, file, change, check) {
  const folder = mkdtempSync(join(tmpdir(), 'hadir-golden-'))
  try {
    cpSync(join(here, month), folder, { recursive: true })
    const text = readFileSync(join(folder, file), 'utf8')
    assert.notEqual(change(text), text)
    writeFileSync(join(folder, file), change(text))
    check(run(['--golden', folder, rules]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('names the line of a month that is wrong', () =>
  withCopy('ordinary', 'expected.csv', (t) => t.replace('TL1,late,1,1,', 'TL1,late,2,2,'), ({ status, stdout }) => {
    assert.equal(status, 1)
    assert.match(stdout, /siti 2026-11-04\n {2}expected TL1,late,2,2.*\n {2}judged {3}TL1,late,1,1/)
  }))

test('names a day that a later change leaves out', () =>
  withCopy('lebaran', 'after-holiday/expected.csv', (t) => t.replace(/^lilis.*\n/m, ''), ({ status, stdout }) => {
    assert.equal(status, 1)
    assert.match(stdout, /after-holiday lilis 2025-04-09\n {2}expected TK/)
  }))

test('judges a document', () => {
  const at = (time) => Date.parse(`2026-11-03T${time}+07:00`)
  const stamp = (id, time) => ({ id, earliest: at(time), latest: at(time), zone: 'wib', standing: 'counts' })
  const document = { people: [{ person: 'siti', papers: [], stamps: [stamp(2, '15:20:00'), stamp(1, '07:31:00')],
    duties: [{ day: '2026-11-03', plan: 'BTN-5', profile: 'KEMENDAGRI-900-4700-2020', zone: 'wib' }],
    terminals: [{ terminal: 1, reported: at('18:00:00') }] }] }
  const { stdout } = run([rules], JSON.stringify(document))
  assert.deepEqual(JSON.parse(stdout), { people: [{ person: 'siti', days: [{ day: '2026-11-03', code: 'TL1+PSW2',
    in: { finding: 'late', minutes: 1, missing: 1, level: 1 }, out: { finding: 'early', minutes: 40, missing: 40, level: 2 },
    basis_points: 150, marks: [] }] }] })
})
