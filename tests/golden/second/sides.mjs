// Check-in and check-out of one working day, given which records are its check-ins and its check-outs.
// Times are milliseconds from 00:00 of the day on the clock of the place where they were recorded (D21).
import { deductionOf, levelOf, recordRule } from './rules.mjs'

const MINUTE = 60_000
export const SETTLED = { finding: 'on_time', minutes: 0, missing: 0, level: 0, points: 0 }
export const NONE = { ...SETTLED, finding: 'none' }
export const UNKNOWN = { ...SETTLED, finding: 'unknown' }
const EXCUSED = { ...SETTLED, finding: 'excused' }

const against = (side) => ['late', 'early', 'unrecorded'].includes(side.finding)

// Of several records the first or the last, each at the moment that is read (D13, D23).
const taken = (times, policy) => (times.length ? Math[policy === 'first' ? 'min' : 'max'](...times) : null)

function finding(name, side, from, to, entry, rules) {
  const minutes = Math.max(1, Math.floor((to - from) / MINUTE))
  const pause = entry.hours.pause.map((m) => m * MINUTE)
  const inBreak = Math.max(0, Math.min(to, pause[1]) - Math.max(from, pause[0]))
  return {
    finding: name, minutes, missing: Math.min(minutes, Math.max(0, Math.floor((to - from - inBreak) / MINUTE))),
    level: levelOf(side, minutes, entry.duty.day, rules),
    points: deductionOf(entry.duty, side === 'in' ? 'late' : 'early', minutes, rules),
  }
}

function unrecorded(side, rule, entry, rules) {
  return {
    finding: 'unrecorded', minutes: rule.unrecordedMinutes, missing: rule.unrecordedMinutes,
    level: levelOf(side, null, entry.duty.day, rules),
    points: deductionOf(entry.duty, side === 'in' ? 'late' : 'early', null, rules),
  }
}

function checkIn(time, rule, entry, rules) {
  if (time === null) return unrecorded('in', rule, entry, rules)
  const start = entry.hours.start * MINUTE
  const behind = Math.floor((time - start) / 1000)
  if (behind <= rule.flex * 60 + rule.lateAfter) return SETTLED
  return finding('late', 'in', start, time, entry, rules)
}

// D37: an arrival in the flexible window moves the end as far, by whole minutes floored.
function endOf(arrival, rule, entry) {
  const end = entry.hours.end * MINUTE
  if (!rule.flex || arrival === null) return end
  const flex = rule.flex * MINUTE
  const moved = arrival - entry.hours.start * MINUTE
  if (moved < -flex || moved > flex + rule.lateAfter * 1000 + 999) return end
  return end + Math.min(Math.floor(moved / MINUTE) * MINUTE, flex)
}

function checkOut(time, end, rule, entry, rules) {
  if (time === null) return unrecorded('out', rule, entry, rules)
  if (end - time < MINUTE) return SETTLED
  return finding('early', 'out', time, end, entry, rules)
}

// Read in the person's favour, or plainly: a check-in at its latest moment, a check-out at its earliest.
function timesOf(entry, ins, outs, favourable, rule) {
  const earliest = entry.hours.start * MINUTE - rule.flex * MINUTE
  const into = (s) => (rule.flex && s.from < earliest && earliest <= s.to ? earliest : s.from)
  return {
    in: entry.corrections.in ?? taken(ins.map((s) => (favourable ? into(s) : s.to)), rule.in),
    out: entry.corrections.out ?? taken(outs.map((s) => (favourable ? s.to : s.from)), rule.out),
  }
}

// null: nothing at all is recorded or excused, an absent day (D3).
export function sidesOf(entry, ins, outs, excused, favourable, rules) {
  const rule = recordRule(entry.duty, rules)
  const times = timesOf(entry, ins, outs, favourable, rule)
  if (times.in === null && times.out === null && !excused.in && !excused.out) return null
  const sides = {
    in: checkIn(times.in, rule, entry, rules),
    out: checkOut(times.out, endOf(times.in, rule, entry), rule, entry, rules),
  }
  for (const side of ['in', 'out']) if (excused[side] && against(sides[side])) sides[side] = EXCUSED
  return sides
}

const band = (name, side) => (against(side) ? `${name}${side.level}` : '')

// D15: a code for each side. Sides that are all settled.
export function codeOf(sides) {
  const bands = [band('TL', sides.in), band('PSW', sides.out)].filter(Boolean)
  if (bands.length) return bands.join('+')
  return sides.in.finding === 'excused' && sides.out.finding === 'excused' ? 'HD' : 'TW'
}

export { against }
