// Judges the days of one person: every way that what is undecided can go is tried, and what comes out alike is known.
import { bestPlacement, choicesOf, groupsOf, nearest } from './placement.mjs'
import { dayNumber, dayOf, deductionOf, paperKind } from './rules.mjs'
import { NONE, UNKNOWN, against, codeOf, sidesOf } from './sides.mjs'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const UNDECIDED_MAX = 10
const OFFSET = { wib: 420, wita: 480, wit: 540 }

const later = (a, b) => ((a.decided ?? 0) - (b.decided ?? 0) || a.id - b.id) >= 0 ? a : b
const latest = (papers) => papers.reduce((a, b) => (a ? later(a, b) : b), null)

// A day with its hours and the papers that touch it.
function entryOf(duty, person, rules) {
  const day = duty.day
  const papers = (person.papers ?? []).filter((p) => p.first <= day && day <= (p.last ?? '9999-12-31'))
    .map((p) => ({ ...p, kind: paperKind(p.code, day, rules) })).filter((p) => p.kind)
  const approved = papers.filter((p) => p.state === 'approved')
  const correction = (side) => {
    const paper = latest(approved.filter((p) => p.kind.effect === 'correction' && p.side === side))
    return paper ? paper.at_s * 1000 : null
  }
  const others = approved.filter((p) => p.kind.effect !== 'correction')
  return {
    duty, number: dayNumber(day), ...dayOf(duty, rules),
    whole: latest(others.filter((p) => p.from == null)),
    hoursOff: others.filter((p) => p.from != null),
    asked: papers.some((p) => p.state === 'pending'),
    corrections: { in: correction('in'), out: correction('out') },
  }
}

// A minute of the day on the workplace's clock as a moment.
const moment = (entry, minute) => entry.number * DAY + (minute - OFFSET[entry.duty.zone]) * MINUTE

const windowOf = ({ hours }) => [Math.min(360, hours.start - 90), Math.max(1080, hours.end + 120)]

// D11: reported to the end of the window, or what is missing of it is in decided outages.
function heard(entry, terminals) {
  const [open, close] = windowOf(entry).map((m) => moment(entry, m))
  return terminals.length > 0 && terminals.every((terminal) => {
    let known = Math.max(open, terminal.reported)
    const decided = (terminal.outages ?? []).filter((o) => o.state === 'approved' || o.state === 'rejected')
    for (const o of decided.sort((a, b) => a.earliest - b.earliest)) {
      if (o.earliest <= known) known = Math.max(known, o.latest)
    }
    return known >= close
  })
}

// D12, in a world where these outages are approved.
function excusedBy(entry, outages) {
  const side = (minute) =>
    outages.some((o) => o.earliest <= moment(entry, minute) && moment(entry, minute) <= o.latest) ||
    entry.hoursOff.some((p) => p.from <= minute && minute <= p.to)
  return { in: side(entry.hours.start), out: side(entry.hours.end) }
}

const assignedTo = (entry, chosen, side) => chosen.filter((c) => c.entry === entry && c.side === side)

function evaluate(entry, chosen, outages, favourable, rules) {
  const [ins, outs] = ['in', 'out'].map((side) => assignedTo(entry, chosen, side))
  return sidesOf(entry, ins, outs, excusedBy(entry, outages), favourable, rules)
}

// What helps the person most is least: absent days, deduction, bands, missing minutes, distance to the event.
function costOf(group, chosen, outages, rules) {
  const cost = [0, 0, 0, 0, chosen.reduce((sum, c) => sum + c.distance, 0)]
  for (const entry of group) {
    if (entry.whole) continue
    const sides = evaluate(entry, chosen, outages, true, rules)
    if (!sides) {
      cost[0] += 1
      cost[1] += deductionOf(entry.duty, 'absent_day', null, rules)
      continue
    }
    cost[1] += sides.in.points + sides.out.points
    cost[2] += sides.in.level + sides.out.level
    cost[3] += sides.in.missing + sides.out.missing
  }
  return cost
}

// Every combination of the undecided; the first has none of it in the person's favour.
function* worldsOf(stamps, outages, group) {
  const pendingStamps = stamps.filter((s) => s.standing === 'pending')
  const touches = (o) => group.some((e) => Object.values(excusedBy({ ...e, hoursOff: [] }, [o])).includes(true))
  const pendingOutages = outages.filter((o) => o.state === 'pending' && touches(o))
  const undecided = [...pendingStamps, ...pendingOutages]
  if (undecided.length > UNDECIDED_MAX) throw new Error(`${undecided.length} undecided on days that meet: too many to try`)
  for (let bits = 0; bits < 1 << undecided.length; bits++) {
    const favoured = new Set(undecided.filter((_, i) => bits & (1 << i)))
    yield {
      stamps: stamps.filter((s) => s.standing !== 'pending' || favoured.has(s)),
      outages: outages.filter((o) => o.state === 'approved' || favoured.has(o)),
    }
  }
}

const alike = (a, b) => ['finding', 'minutes', 'missing', 'level'].every((k) => a[k] === b[k])
const sameBand = (a, b) => (a === NONE) === (b === NONE) && a.level === b.level

function combined(results, isHeard) {
  const side = (name) => {
    const all = results.map((r) => (r ? r[name] : NONE))
    if (!all.every((s) => alike(s, all[0]))) return UNKNOWN
    return !isHeard && (against(all[0]) || all[0] === NONE) ? UNKNOWN : all[0]
  }
  return { in: side('in'), out: side('out') }
}

function marksOf(entry, sides, base, rules) {
  const [open, close] = windowOf(entry).map((m) => m * MINUTE)
  const marks = []
  const own = evaluate(entry, base.chosen, base.outages, true, rules)
  const plain = evaluate(entry, base.plain, base.outages, false, rules)
  const changed = (name) => sides[name] !== UNKNOWN && entry.corrections[name] === null &&
    !sameBand(own ? own[name] : NONE, plain ? plain[name] : NONE)
  if (changed('in') || changed('out')) marks.push('INTERVAL')
  if (base.chosen.some((c) => c.entry === entry && (c.to < open || c.from > close))) marks.push('LUAR_JENDELA')
  return marks
}

const verdict = (entry, code, sides, points, marks) => {
  const shown = ({ finding, minutes, missing, level }) => ({ finding, minutes, missing, level })
  return { day: entry.duty.day, code, in: shown(sides.in), out: shown(sides.out), basis_points: points, marks }
}

function judgeWorkDay(entry, worlds, terminals, rules) {
  const nothing = { in: NONE, out: NONE }
  if (entry.whole) return verdict(entry, entry.whole.kind.print, nothing, 0, [])
  const results = worlds.map((w) => evaluate(entry, w.chosen, w.outages, true, rules))
  const sides = combined(results, heard(entry, terminals))
  const marks = marksOf(entry, sides, worlds[0], rules)
  if (sides.in === UNKNOWN || sides.out === UNKNOWN) return verdict(entry, 'BD', sides, 0, marks)
  if (!results[0]) {
    return entry.asked ? verdict(entry, 'TH', nothing, 0, marks)
      : verdict(entry, 'TK', nothing, deductionOf(entry.duty, 'absent_day', null, rules), marks)
  }
  return verdict(entry, codeOf(sides), sides, sides.in.points + sides.out.points, marks)
}

function judgeGroup(group, stamps, terminals, rules) {
  const outages = terminals.flatMap((t) => t.outages ?? [])
  const worlds = [...worldsOf(stamps, outages, group)].map((w) => ({
    ...w,
    chosen: bestPlacement(w.stamps, (chosen) => costOf(group, chosen, w.outages, rules)),
    plain: w.stamps.map((s) => nearest(s.choices)),
  }))
  return group.map((entry) => [entry, judgeWorkDay(entry, worlds, terminals, rules)])
}

function judgeFreeDay(entry, stamps) {
  const came = stamps.some((s) => s.standing === 'counts' && !s.choices.length && Math.floor(s.from / DAY) === entry.number)
  const marks = entry.kind === 'free' && came ? ['HADIR_LIBUR'] : []
  return verdict(entry, entry.code, { in: NONE, out: NONE }, 0, marks)
}

export function judgePerson(person, rules) {
  const entries = person.duties.map((duty) => entryOf(duty, person, rules))
  const terminals = person.terminals ?? []
  const stamps = (person.stamps ?? []).map((s) => {
    const local = { ...s, from: s.earliest + OFFSET[s.zone] * MINUTE, to: s.latest + OFFSET[s.zone] * MINUTE }
    return { ...local, choices: choicesOf(local, entries) }
  })
  const verdicts = new Map()
  const working = entries.filter((e) => e.kind === 'work')
  for (const group of groupsOf(working, stamps)) {
    const theirs = stamps.filter((s) => s.choices.some((c) => group.includes(c.entry)))
    for (const [entry, result] of judgeGroup(group, theirs, terminals, rules)) verdicts.set(entry, result)
  }
  return entries.map((e) => verdicts.get(e) ?? judgeFreeDay(e, stamps))
}
