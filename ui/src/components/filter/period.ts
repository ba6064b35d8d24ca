/** Periods of plain dates (`YYYY-MM-DD`, `to` exclusive) and what they are compared with. */

export type Period = { from: string; to: string }
/** What figures are compared with: another period, everything else in the same one, or nothing. */
export type Against = 'previous' | 'year' | 'own' | 'rest' | 'none'
export const isAgainst = (text: string): text is Against => ['previous', 'year', 'own', 'rest', 'none'].includes(text)
export type Preset =
  | 'all'
  | 'last_7'
  | 'last_30'
  | 'last_90'
  | 'this_month'
  | 'last_month'
  | 'this_quarter'
  | 'last_quarter'
  | 'this_year'
  | 'last_year'
  | 'last_12_months'

export const presets: readonly Preset[] = [
  'last_7',
  'last_30',
  'last_90',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
  'last_12_months',
  'all',
]

const dayMs = 86_400_000
const at = (iso: string) => new Date(`${iso}T00:00:00Z`)
const iso = (date: Date) => date.toISOString().slice(0, 10)

export const isPreset = (text: string): text is Preset => (presets as readonly string[]).includes(text)
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at(text).getTime()) && iso(at(text)) === text
export const addDays = (day: string, days: number): string => iso(new Date(at(day).getTime() + days * dayMs))

/** Months later; the 31st becomes the last day of a shorter month. */
export function addMonths(day: string, months: number): string {
  const from = at(day)
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(from.getUTCDate(), last))
  return iso(first)
}

/** The dates of a preset, given today's date in the organisation's zone; null for all time. */
export function presetPeriod(preset: Preset, today: string): Period | null {
  const tomorrow = addDays(today, 1)
  const month = `${today.slice(0, 7)}-01`
  const year = `${today.slice(0, 4)}-01-01`
  const quarter = addMonths(year, Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3)
  switch (preset) {
    case 'all':
      return null
    case 'last_7':
      return { from: addDays(tomorrow, -7), to: tomorrow }
    case 'last_30':
      return { from: addDays(tomorrow, -30), to: tomorrow }
    case 'last_90':
      return { from: addDays(tomorrow, -90), to: tomorrow }
    case 'this_month':
      return { from: month, to: addMonths(month, 1) }
    case 'last_month':
      return { from: addMonths(month, -1), to: month }
    case 'this_quarter':
      return { from: quarter, to: addMonths(quarter, 3) }
    case 'last_quarter':
      return { from: addMonths(quarter, -3), to: quarter }
    case 'this_year':
      return { from: year, to: addMonths(year, 12) }
    case 'last_year':
      return { from: addMonths(year, -12), to: year }
    case 'last_12_months':
      return { from: addMonths(month, -11), to: addMonths(month, 1) }
  }
}

/** How many whole calendar months a period covers; 0 if it doesn't. */
export function wholeMonths({ from, to }: Period): number {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return 0
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return Math.max(0, months(to) - months(from))
}

/** The same length earlier (`-1`) or later (`1`): by months where the period is whole months, else by days. */
export function shift(period: Period, steps: number): Period {
  const months = wholeMonths(period)
  if (months > 0) return { from: addMonths(period.from, months * steps), to: addMonths(period.to, months * steps) }
  const days = Math.round((at(period.to).getTime() - at(period.from).getTime()) / dayMs)
  return { from: addDays(period.from, days * steps), to: addDays(period.to, days * steps) }
}

/** What a period is compared with; null for nothing. */
export function comparedWith(period: Period | null, against: Against, own: Period | null = null): Period | null {
  if (against === 'own') return own
  if (!period || against === 'none' || against === 'rest') return null
  if (against === 'previous') return shift(period, -1)
  return { from: addMonths(period.from, -12), to: addMonths(period.to, -12) }
}

/** A grain that gives a trend between about 8 and 60 points; all time is read as years of data by month. */
export function grainFor(period: Period | null): 'day' | 'week' | 'month' | 'quarter' {
  if (!period) return 'month'
  const days = (at(period.to).getTime() - at(period.from).getTime()) / dayMs
  if (days <= 45) return 'day'
  if (days <= 200) return 'week'
  return days <= 365 * 5 ? 'month' : 'quarter'
}
