/** The period a screen shows before anybody chose one. */
import { scoredFrom } from '../figure/scale'
import { addMonths, type Period } from './period'

export type Standing = {
  period: Period | null
  /** `recent`: the year to now. `past`: the year to the latest signal, which is long ago. `all`: too little for a year. */
  why: 'recent' | 'past' | 'all'
}

/** The twelve months that end with the month of a day. */
export const yearTo = (day: string): Period => {
  const month = `${day.slice(0, 7)}-01`
  return { from: addMonths(month, -11), to: addMonths(month, 1) }
}

/**
 * The twelve months to the latest signal, so that figures are there at once after an import of old data; all time
 * where those months hold too few to score. Days are `YYYY-MM-DD` in the organisation's zone.
 */
export function standingPeriod(of: { today: string; latest: string | null; inYear: number }): Standing {
  if (!of.latest) return { period: yearTo(of.today), why: 'recent' }
  if (of.inYear < scoredFrom) return { period: null, why: 'all' }
  return {
    period: yearTo(of.latest),
    why: of.latest.slice(0, 7) < addMonths(of.today, -1).slice(0, 7) ? 'past' : 'recent',
  }
}
