/** Where somebody belonged over time, as the editor changes it. Days are plain dates; an end is the first day elsewhere. */
import type { Stay } from './queries'

const ever = '0001-01-01'
const starts = (stay: Stay) => stay.from || ever

/** The latest first, as the server answers. */
export const inOrder = (stays: readonly Stay[]): Stay[] =>
  [...stays].sort((a, b) => (starts(a) < starts(b) ? 1 : starts(a) > starts(b) ? -1 : 0))

/** From a day on somewhere else: what goes on is ended that day, what would begin later goes. */
export function moved(stays: readonly Stay[], unit: string, day: string): Stay[] {
  const kept = stays
    .filter((stay) => starts(stay) < day)
    .map((stay) => (!stay.to || stay.to > day ? { ...stay, to: day } : { ...stay }))
  return inOrder([...kept, { unit, from: day }])
}

/** The stay of a day, if there is one. */
export const on = (stays: readonly Stay[], day: string): Stay | undefined =>
  stays.find((stay) => starts(stay) <= day && (!stay.to || stay.to > day))

/** The first two that share a day. */
export function clash(stays: readonly Stay[]): [Stay, Stay] | undefined {
  for (const [at, a] of stays.entries()) {
    for (const b of stays.slice(at + 1)) {
      if ((!a.to || starts(b) < a.to) && (!b.to || starts(a) < b.to)) return [a, b]
    }
  }
  return undefined
}
