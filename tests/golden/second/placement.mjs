// Which event of which day a record is (D7, D13, D23).
const MINUTE = 60_000
const DAY = 1440 * MINUTE
const CHOICES_MAX = 1 << 18

const placed = (stamp, entry) => ({
  stamp, from: stamp.from - entry.number * DAY, to: stamp.to - entry.number * DAY,
})

function sidesFor(stamp, time, hours) {
  if (stamp.chosen) return [stamp.chosen]
  const middle = hours.middle * MINUTE
  return [...(time.to >= middle ? ['out'] : []), ...(time.from < middle ? ['in'] : [])]
}

// Where the record could count, the earlier day first.
export function choicesOf(stamp, entries) {
  const choices = []
  for (const entry of entries) {
    if (entry.kind !== 'work') continue
    const time = placed(stamp, entry)
    let [first, end] = [(entry.hours.start - 240) * MINUTE, (entry.hours.end + 480) * MINUTE]
    if (entry.office) [first, end] = [Math.min(0, first), Math.max(DAY, end)]
    if (time.to < first || time.from >= end) continue
    for (const side of sidesFor(stamp, time, entry.hours)) {
      const event = (side === 'in' ? entry.hours.start : entry.hours.end) * MINUTE
      choices.push({ ...time, entry, side, distance: Math.abs((time.from + time.to) / 2 - event) })
    }
  }
  return choices
}

export const nearest = (choices) => choices.reduce((a, b) => (b.distance < a.distance ? b : a))

const less = (a, b) => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i]
  return false
}

// Of all ways to place the stamps the one of least cost; of equal ones the first. cost: chosen -> array of numbers.
export function bestPlacement(stamps, cost) {
  const count = stamps.reduce((product, s) => product * s.choices.length, 1)
  if (count > CHOICES_MAX) throw new Error(`${count} ways to place the records of days that meet: too many to try`)
  let best = null
  for (let n = 0; n < count; n++) {
    let rest = n
    const chosen = []
    for (let i = stamps.length - 1; i >= 0; i--) {
      const { choices } = stamps[i]
      chosen.unshift(choices[rest % choices.length])
      rest = Math.floor(rest / choices.length)
    }
    const price = cost(chosen)
    if (!best || less(price, best.price)) best = { chosen, price }
  }
  return best.chosen
}

// Days that share a record are judged together.
export function groupsOf(entries, stamps) {
  const group = new Map(entries.map((e) => [e, [e]]))
  for (const { choices } of stamps) {
    const merged = [...new Set(choices.flatMap((c) => group.get(c.entry)))]
    for (const entry of merged) group.set(entry, merged)
  }
  return [...new Set(group.values())]
}
