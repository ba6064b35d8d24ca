/** At what grain a trend is drawn, and over what time. */

import { scoredFrom } from '../figure/scale'
import { addDays, addMonths, type Period } from '../filter/period'
import type { Grain } from './series'

export const grains: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year']
const lengths: Record<Grain, number> = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.25 }
const dayMs = 86_400_000

const daysOf = ({ from, to }: Period) => (Date.parse(to) - Date.parse(from)) / dayMs
export const isGrain = (text: unknown): text is Grain => grains.includes(text as Grain)

/** Grains that can be chosen for a period: finer ones than 400 points would need are left out. */
export const grainsFor = (period: Period | null): readonly Grain[] =>
  grains.filter((grain) => (period ? trendDays(period, grain) / lengths[grain] <= 400 : grain !== 'day'))

/**
 * The grain that fits a period and `n` answers in it: months for most, days for a fortnight, coarser where a bucket would
 * hold barely more answers than it takes to score one.
 */
export function grainFor(period: Period | null, n: number): Grain {
  if (!period) return 'quarter'
  const days = daysOf(period)
  let at = grains.indexOf(days <= 14 ? 'day' : days <= 3 * 366 ? 'month' : days <= 8 * 366 ? 'quarter' : 'year')
  while (at < grains.length - 2 && (n * lengths[grains[at] as Grain]) / days < scoredFrom * 1.5) at += 1
  return grains[at] as Grain
}

/** A trend needs a past: the period, or the twelve buckets before its last one where it is shorter. */
export function trendPeriod(period: Period | null, grain: Grain): Period | null {
  if (!period) return null
  const last = bucketStart(addDays(period.to, -1), grain)
  const early = step(last, grain, -12)
  const start = bucketStart(period.from, grain)
  return { from: early < start ? early : start, to: period.to }
}
const trendDays = (period: Period, grain: Grain) => daysOf(trendPeriod(period, grain) as Period)

/** The first day of the bucket that a day lies in; weeks begin on Monday. */
export function bucketStart(day: string, grain: Grain): string {
  if (grain === 'day') return day
  if (grain === 'week') return addDays(day, -((new Date(day).getUTCDay() + 6) % 7))
  if (grain === 'month') return `${day.slice(0, 7)}-01`
  if (grain === 'year') return `${day.slice(0, 4)}-01-01`
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1
  return `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`
}

function step(start: string, grain: Grain, by: number): string {
  if (grain === 'day') return addDays(start, by)
  if (grain === 'week') return addDays(start, 7 * by)
  return addMonths(start, by * (grain === 'month' ? 1 : grain === 'quarter' ? 3 : 12))
}

/** The key of the bucket that a day lies in, as the server writes it. */
export function bucketOf(day: string, grain: Grain): string {
  if (grain === 'day') return day
  if (grain === 'month') return day.slice(0, 7)
  if (grain === 'year') return day.slice(0, 4)
  if (grain === 'quarter') return `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`
  // An ISO week belongs to the year of its Thursday.
  const thursday = addDays(bucketStart(day, 'week'), 3)
  const year = thursday.slice(0, 4)
  const week = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / dayMs / 7) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The days of a bucket by its key, `to` exclusive. */
export function bucketPeriod(key: string, grain: Grain): Period {
  const year = key.slice(0, 4)
  const from =
    grain === 'day'
      ? key
      : grain === 'month'
        ? `${key}-01`
        : grain === 'year'
          ? `${key}-01-01`
          : grain === 'quarter'
            ? addMonths(`${year}-01-01`, (Number(key.slice(6)) - 1) * 3)
            : addDays(bucketStart(`${year}-01-04`, 'week'), (Number(key.slice(6)) - 1) * 7)
  return { from, to: step(from, grain, 1) }
}
