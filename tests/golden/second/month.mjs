// A golden month (tests/golden/README.md) as people.json, and what a judge says otherwise than its expected.csv.
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

import { readTable } from './csv.mjs'
import { dayNumber, clockOf } from './rules.mjs'

const OFFSET = { WIB: 7, WITA: 8, WIT: 9 }
const utc = (text, zone = 'WIB') => Date.parse(`${text.replace(' ', 'T')}Z`) - OFFSET[zone] * 3_600_000
const dayText = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10)
const orNull = (text, read) => (text === '' ? null : read(text))

function dutiesOf(rows, roster) {
  const duties = []
  for (const row of rows) {
    for (let n = dayNumber(row.first); n <= dayNumber(row.last); n++) {
      const day = dayText(n)
      const shift = roster.find((r) => r.person === row.person && r.day === day)?.shift
      duties.push({ day, plan: row.plan, shift, profile: row.profile, zone: row.zone.toLowerCase() })
    }
  }
  return duties
}

const stampOf = (r) => ({
  id: Number(r.id), earliest: utc(r.at, r.zone), latest: utc(r.until || r.at, r.zone), zone: r.zone.toLowerCase(),
  chosen: r.chosen || null, standing: r.standing || 'counts',
})

const paperOf = (p) => ({
  id: Number(p.id), code: p.code, first: p.first, last: p.last || null, from: orNull(p.from, clockOf),
  to: orNull(p.to, clockOf), side: p.side || null, at_s: orNull(p.at, clockOf), state: p.state,
  decided: orNull(p.decided, utc),
})

function documentOf(table) {
  const [people, roster, records, papers] = ['people', 'roster', 'records', 'papers'].map(table)
  const outages = table('outages')
  const outagesOf = (terminal) => outages.filter((o) => o.terminal === terminal)
    .map((o) => ({ id: Number(o.id), earliest: utc(o.from), latest: utc(o.to), state: o.state }))
  return {
    holidays: table('holidays'),
    people: [...new Set(people.map((p) => p.person))].map((person) => ({
      person,
      duties: dutiesOf(people.filter((p) => p.person === person), roster),
      stamps: records.filter((r) => r.person === person).map(stampOf),
      papers: papers.filter((p) => p.person === person).map(paperOf),
      terminals: table('terminals').filter((t) => t.person === person || t.person === '*')
        .map((t) => ({ terminal: t.terminal, reported: utc(t.reported), outages: outagesOf(t.terminal) })),
    })),
  }
}

const lineOf = (day) => [
  day.code, day.in.finding, day.in.minutes, day.in.missing, day.out.finding, day.out.minutes, day.out.missing,
  day.basis_points, day.marks.join(' '),
].join(',')

const expectedLine = (row) => [
  row.code, row.in, row.in_min, row.in_missing, row.out, row.out_min, row.out_missing, row.bp,
  row.marks.split(' ').sort().join(' '),
].join(',')

const expectedOf = (path) => new Map(readTable(path).map((r) => [`${r.person} ${r.day}`, expectedLine(r)]))
const judgedOf = (verdicts) =>
  new Map(verdicts.people.flatMap((p) => p.days.map((d) => [`${p.person} ${d.day}`, lineOf(d)])))

function differencesOf(name, expected, judged) {
  const keys = [...new Set([...expected.keys(), ...judged.keys()])].sort()
  return keys.filter((k) => expected.get(k) !== judged.get(k))
    .map((k) => `${name} ${k}\n  expected ${expected.get(k) ?? 'no line'}\n  judged   ${judged.get(k) ?? 'no day'}`)
}

// The month, then each after-* folder laid over it: its lines are the days that changed, and no other day changes.
export function compareMonth(folder, judge) {
  const base = expectedOf(join(folder, 'expected.csv'))
  if (!base.size) throw new Error(`${folder}: no expected.csv with lines; is this a golden month?`)
  const name = basename(folder)
  const plain = (file) => readTable(join(folder, `${file}.csv`))
  const differences = differencesOf(name, base, judgedOf(judge(documentOf(plain))))
  for (const after of readdirSync(folder).filter((entry) => entry.startsWith('after-')).sort()) {
    const over = (file) => {
      const path = join(folder, after, `${file}.csv`)
      return existsSync(path) ? readTable(path) : plain(file)
    }
    const changed = expectedOf(join(folder, after, 'expected.csv'))
    for (const [key, line] of changed) if (base.get(key) === line) differences.push(`${name}/${after} ${key}: not a change`)
    differences.push(...differencesOf(`${name}/${after}`, new Map([...base, ...changed]), judgedOf(judge(documentOf(over)))))
  }
  return differences
}
