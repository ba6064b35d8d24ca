/** Numbers, dates and durations as people read them, in the organisation's language and zone. */

import { apart, type Direction } from './direction'

export type Format = ReturnType<typeof createFormat>
export type Instant = string | number | Date

const nbsp = '\u00a0'
const dayMs = 86_400_000

/**
 * `language` is a BCP 47 tag (plain `en` reads as British English: 1 Oct 2026), `zone` an IANA name. In a page from the right
 * every text keeps its own order.
 */
export function createFormat(language: string, zone: string, direction: Direction = 'ltr') {
  const locale = language === 'en' ? 'en-GB' : language
  const cache = new Map<string, Intl.DateTimeFormat>()
  /** British English abbreviates September alone to four letters, which tears columns of months apart. */
  const even = (text: string) => (locale === 'en-GB' ? text.replace(/\bSept\b/, 'Sep') : text)
  const dates = (options: Intl.DateTimeFormatOptions, timeZone = zone) => {
    const key = JSON.stringify([options, timeZone])
    const known = cache.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
    cache.set(key, known)
    return {
      format: (at: Date) => even(known.format(at)),
      formatRange: (from: Date, to: Date) => even(even(known.formatRange(from, to))),
    }
  }
  const fixed = [0, 1, 2, 3].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })

  /** A typographic minus, so that it is as wide as a plus and can't break from its number. */
  const number = (value: number, digits = 0) => {
    const text = (fixed[digits] ?? whole).format(value)
    return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace('-', '−')
  }
  const count = (value: number) => whole.format(value)
  /** A metric's value: one decimal for points and percentages, two for means on a short scale. */
  const digits = (unit: string) => (unit === '%' || unit === 'points' ? 1 : 2)
  /** A dash stands for what has no value. */
  const value = (v: number | null, unit: string) => (v === null ? '–' : number(v, digits(unit)))
  /** What stands behind a number: %, min, EUR; nothing behind points and scores. */
  const suffix = (unit: string) => suffixes[unit] ?? (/^[A-Z]{3}$/.test(unit) ? unit : '')
  const behind = (unit: string) => (suffix(unit) ? `${nbsp}${suffix(unit)}` : '')
  const withUnit = (v: number | null, unit: string) =>
    v === null ? value(v, unit) : `${value(v, unit)}${behind(unit)}`
  /** Both ends without the unit, for places where it stands beside already. */
  const range = (low: number | null, high: number | null, unit: string) => `${value(low, unit)} to ${value(high, unit)}`
  const interval = (low: number | null, high: number | null, unit: string) => `${range(low, high, unit)}${behind(unit)}`
  const percent = (share: number, digitsShown = 0) => `${number(share * 100, digitsShown)}${nbsp}%`

  /** An exact amount in major units ("12.50") of an ISO 4217 currency, with the digits it was given with. */
  const money = (text: string, currency: string) => {
    const digits = text.split('.')[1]?.length ?? 0
    const said = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    // A text keeps all its digits where a number would lose some.
    return said.format(text as unknown as number)
  }

  /** An amount in minor units (cents), as short as a card needs: €412k. */
  const short = (minor: number, currency: string) => {
    const whole = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions()
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      notation: 'compact',
      maximumSignificantDigits: 3,
    }).format(minor / 10 ** (whole.maximumFractionDigits ?? 2))
  }

  const date = (at: Instant) => dates({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at))
  const dayMonth = (at: Instant) => dates({ day: 'numeric', month: 'short' }).format(new Date(at))
  const time = (at: Instant) => dates({ hour: '2-digit', minute: '2-digit' }).format(new Date(at))
  const dateTime = (at: Instant) => `${date(at)}, ${time(at)}`
  /** The shortest form that can't be misread: a time today, a day this year, else a date. */
  const moment = (at: Instant, now: Instant = Date.now()) => {
    const [then, today] = [isoDay(at), isoDay(now)]
    if (then === today) return time(at)
    return then.slice(0, 4) === today.slice(0, 4) ? dayMonth(at) : date(at)
  }
  /** The day in the organisation's zone, `YYYY-MM-DD`. */
  const isoDay = (at: Instant) => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    return parts.format(new Date(at))
  }

  /** A plain date `YYYY-MM-DD`, which has no zone. */
  const day = (iso: string) => dates({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC').format(plain(iso))
  /** A period of plain dates, `to` exclusive: "1–31 Oct 2026", "Oct 2025 – Oct 2026" for whole months. */
  const period = (from: string, to: string) => {
    const [first, last] = [plain(from), new Date(plain(to).getTime() - dayMs)]
    if (
      first.getUTCDate() === 1 &&
      plain(to).getUTCDate() === 1 &&
      from.slice(0, 7) !== last.toISOString().slice(0, 7)
    ) {
      if (from.endsWith('-01-01') && to.endsWith('-01-01')) {
        const [y1, y2] = [from.slice(0, 4), last.toISOString().slice(0, 4)]
        return y1 === y2 ? y1 : `${y1}–${y2}`
      }
      return dates({ month: 'short', year: 'numeric' }, 'UTC').formatRange(first, last)
    }
    return dates({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC')
      .formatRange(first, last)
      .replace(/^(\d+)\s–\s(?=\d)/, '$1–')
  }
  /** A key of a time dimension as the server writes it: `2014`, `2014-Q3`, `2014-03`, `2014-W12`, `2014-03-09`. */
  const bucket = (key: string, short = false) => {
    if (/^\d{4}-\d{2}$/.test(key)) {
      return dates(short ? { month: 'short' } : { month: 'short', year: 'numeric' }, 'UTC').format(plain(`${key}-01`))
    }
    if (/^\d{4}-\d{2}-\d{2}$/.test(key))
      return short ? dates({ day: 'numeric', month: 'short' }, 'UTC').format(plain(key)) : day(key)
    const part = /^(\d{4})-?([QW]\d{1,2})$/.exec(key)
    return part ? (short ? `${part[2]}` : `${part[2]} ${part[1]}`) : key
  }

  /** "1 h 42 min", "2 d 3 h", "under 1 min"; two units at most. */
  const duration = (ms: number) => {
    const minutes = Math.floor(Math.abs(ms) / 60_000)
    const [d, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
    if (d > 0) return h > 0 ? `${d}${nbsp}d ${h}${nbsp}h` : `${d}${nbsp}d`
    if (h > 0) return m > 0 ? `${h}${nbsp}h ${m}${nbsp}min` : `${h}${nbsp}h`
    return `${m}${nbsp}min`
  }
  const bytes = (size: number) => {
    const units = ['B', 'kB', 'MB', 'GB']
    const step = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1)
    return `${number(size / 1000 ** step, step > 0 && size / 1000 ** step < 10 ? 1 : 0)}${nbsp}${units[step]}`
  }
  const list = (items: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items)
  const compare = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare

  const texts = {
    number,
    count,
    value,
    withUnit,
    range,
    interval,
    percent,
    money,
    short,
    date,
    dayMonth,
    time,
    dateTime,
    moment,
    day,
    period,
    bucket,
    duration,
    bytes,
  }
  return { locale, zone, digits, suffix, isoDay, list, compare, ...(direction === 'rtl' ? kept(texts) : texts) }
}

/** The same functions, each answering a text that keeps its order whatever stands around it. */
function kept<T extends Record<string, (...of: never[]) => string>>(texts: T): T {
  const entries = Object.entries(texts).map(([name, say]) => [name, (...of: never[]) => apart(say(...of))])
  return Object.fromEntries(entries) as T
}

/** The signs of units, as they are written in most languages. */
const suffixes: Record<string, string> = { '%': '%', seconds: 's', minutes: 'min', hours: 'h', days: 'd' }

const plain = (iso: string) => new Date(`${iso}T00:00:00Z`)
