// Which rows hold for a day. Everything is chosen by the day judged.
import { join } from 'node:path'

import { readTable } from './csv.mjs'

const DAY_MS = 86_400_000

export const dayNumber = (day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS
// Minutes of `07:30`, seconds of `07:30:00`; hours may be past 24.
export const clockOf = (time) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

export function readRules(folder, added) {
  const table = (name) => readTable(join(folder, `${name}.csv`))
  return {
    schedules: table('schedules'), shifts: table('shifts'), ramadan: table('ramadan'),
    holidays: [...table('holidays'), ...added], recordRules: table('record_rules'), bands: table('day_bands'),
    deductions: table('deductions'), kinds: table('paper_kinds'),
  }
}

const holds = (row, day) => (row.valid_from ?? '') <= day && (!row.valid_to || day <= row.valid_to)

function hoursOf(row) {
  const start = clockOf(row.start)
  let end = clockOf(row.end)
  if (end <= start) end += 1440
  const pause = row.break_from ? [row.break_from, row.break_to].map(clockOf) : [0, 0]
  return { start, end, pause, middle: (start + end) / 2 }
}

function onWeekday(row, day) {
  const weekday = ((dayNumber(day) + 3) % 7) + 1 // 1970-01-01 was a Thursday
  const [from, to] = row.days.split('-').map(Number)
  return from <= weekday && weekday <= (to ?? from)
}

// { kind: work|free|unknown, code, hours }. D8: a roster alone decides; D9: free days; D10: what nobody knows.
function rostered(duty, rules) {
  if (!duty.shift) return { kind: 'unknown', code: 'BD' }
  if (duty.shift === 'OFF') return { kind: 'free', code: 'OFF' }
  const row = rules.shifts.find((r) => r.plan === duty.plan && r.shift === duty.shift && holds(r, duty.day))
  return row ? { kind: 'work', hours: hoursOf(row) } : { kind: 'unknown', code: 'BD' }
}

function yearKnown(day, rules) {
  const year = day.slice(0, 4)
  return rules.holidays.some((h) => h.kind === 'national' && h.day.startsWith(year)) &&
    rules.ramadan.some((r) => r.valid_from.startsWith(year) || r.valid_to.startsWith(year))
}

export function dayOf(duty, rules) {
  const { day, plan } = duty
  if (rules.shifts.some((r) => r.plan === plan)) return rostered(duty, rules)
  const rows = rules.schedules.filter((r) => r.plan === plan)
  if (!rows.length) return { kind: 'unknown', code: 'BD' }
  const kinds = rules.holidays.filter((h) => h.day === day).map((h) => h.kind)
  if (kinds.includes('national') || kinds.includes('regional')) return { kind: 'free', code: 'LN' }
  if (kinds.length) return { kind: 'free', code: 'CBer' }
  if (!yearKnown(day, rules)) return { kind: 'unknown', code: 'BD' }
  const fasting = rules.ramadan.some((r) => holds(r, day)) ? 'yes' : 'no'
  const row = rows.find((r) => r.ramadan === fasting && holds(r, day) && onWeekday(r, day))
  if (!row) return { kind: 'unknown', code: 'BD' }
  return row.start === 'off' ? { kind: 'free', code: 'OFF' } : { kind: 'work', office: true, hours: hoursOf(row) }
}

export function recordRule(duty, rules) {
  const rows = rules.recordRules.filter((r) => holds(r, duty.day))
  const row = rows.find((r) => r.plan === duty.plan) ?? rows.find((r) => r.plan === '*')
  return {
    lateAfter: Number(row.late_after_s), flex: Number(row.flex_min), in: row.check_in, out: row.check_out,
    unrecordedMinutes: Number(row.nonrecord_minutes),
  }
}

export const paperKind = (code, day, rules) => rules.kinds.find((k) => k.code === code && holds(k, day))

const inBand = (row, minutes) => Number(row.from) <= minutes && (row.to === '' || minutes < Number(row.to))

// 1 to 4 of TL or PSW; minutes null: unrecorded, the highest (D3).
export function levelOf(side, minutes, day, rules) {
  const name = side === 'in' ? 'TL' : 'PSW'
  const rows = rules.bands.filter((r) => r.code.startsWith(name) && holds(r, day))
  const levels = rows.filter((r) => minutes === null || inBand(r, minutes)).map((r) => Number(r.code.slice(name.length)))
  return Math.max(0, ...levels)
}

// D17, D35: the profile's own bands; what has no row deducts nothing; a band of the month is not the day's.
export function deductionOf(duty, kind, minutes, rules) {
  const rows = rules.deductions.filter((r) => r.profile === duty.profile && r.kind === kind && holds(r, duty.day))
  if (kind === 'absent_day') return Number(rows[0]?.basis_points ?? 0)
  if (minutes === null) {
    const highest = rows.reduce((a, b) => (a && Number(a.from) >= Number(b.from) ? a : b), null)
    return Number(highest?.basis_points ?? 0)
  }
  const row = rows.find((r) => inBand(r, minutes))
  return row && row.scope === 'event' ? Number(row.basis_points) : 0
}
