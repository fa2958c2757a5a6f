// The second judge: days judged again by a program that shares nothing with core, to tell a wrong judge from a wrong
// expectation. Written from docs/rules.md and tests/golden/README.md alone; plain Node 18, no packages.
//
//   node second_judge.mjs RULES < people.json > verdicts.json
//   node second_judge.mjs --golden MONTH RULES      compares a golden month and its after-* folders; exit 1: they differ
//
// RULES is a folder like config/rules. people.json; a field with `?` may be null or left out, times are milliseconds UTC,
// `zone` is "wib", "wita", "wit", `state` "pending", "approved", "rejected", "withdrawn":
//
//   { "holidays"?: [{ "day": "2025-04-09", "kind": "national"|"joint_leave"|"regional" }],    besides those of RULES
//     "people": [{ "person": "siti",
//       "duties": [{ "day": "2026-11-02", "plan": "BTN-5", "shift"?: "PAGI"|"OFF", "profile": "", "zone": "wib" }],
//       "stamps": [{ "id": 1, "earliest": 0, "latest": 0, "zone": "wib", "chosen"?: "in"|"out",
//                    "standing": "counts"|"pending" }],
//       "papers": [{ "id": 1, "code": "CT", "first": "2026-11-02", "last"?: "2026-11-03",
//                    "from"?: 420, "to"?: 600,           local minutes of the day, of duty with hours
//                    "side"?: "in"|"out", "at_s"?: 26700, of a correction: local seconds from 00:00 of its day
//                    "state": "approved", "decided"?: 0 }],
//       "terminals": [{ "terminal": 1, "reported": 0,
//                       "outages"?: [{ "id": 1, "earliest": 0, "latest": 0, "state": "pending" }] }] }] }
//
// verdicts.json, people and days in the order they came:
//
//   { "people": [{ "person": "siti", "days": [{ "day": "2026-11-02", "code": "TL1",
//       "in":  { "finding": "late", "minutes": 15, "missing": 15, "level": 1 },
//       "out": { "finding": "on_time", "minutes": 0, "missing": 0, "level": 0 },
//       "basis_points": 50, "marks": ["INTERVAL"] }] }] }
//
// finding is "none", "on_time", "late", "early", "unrecorded", "excused", "unknown"; marks are in the order of the alphabet.
import { readFileSync } from 'node:fs'

import { compareMonth } from './second/month.mjs'
import { judgePerson } from './second/person.mjs'
import { readRules } from './second/rules.mjs'

function judgeAll(document, folder) {
  const rules = readRules(folder, document.holidays ?? [])
  return { people: document.people.map((p) => ({ person: p.person, days: judgePerson(p, rules) })) }
}

const args = process.argv.slice(2)
if (args[0] === '--golden' && args.length === 3) {
  const differences = compareMonth(args[1], (document) => judgeAll(document, args[2]))
  for (const line of differences) console.log(line)
  process.exitCode = differences.length ? 1 : 0
} else if (args.length === 1 && !args[0].startsWith('-')) {
  process.stdout.write(JSON.stringify(judgeAll(JSON.parse(readFileSync(0, 'utf8')), args[0])) + '\n')
} else {
  console.error('usage: second_judge.mjs RULES < people.json | second_judge.mjs --golden MONTH RULES')
  process.exitCode = 2
}
