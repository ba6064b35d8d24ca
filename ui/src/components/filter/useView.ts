import { useNavigate, useSearch } from '@tanstack/react-router'
import { useFormat } from '../../words/i18n'
import { type Against, comparedWith, isDay, type Period, type Preset, presetPeriod } from './period'
import type { Search } from './search'

export type View = {
  where: string[]
  /** Null means all time. */
  period: Period | null
  against: Against
  /** What the period is compared with; null for nothing. */
  before: Period | null
  /** Dates as /figures takes them, without what is not set. */
  question: { where?: string[]; from?: string; to?: string; against_from?: string; against_to?: string }
  /** How the comparison is said after "than" ("1–30 Sep 2026"); empty when there is none. */
  againstWords: string
  /** The part of the URL that links must carry to show the same slice. */
  search: Search
  setWhere: (where: string[]) => void
  setPeriod: (period: Period | null) => void
  setAgainst: (against: Against) => void
}

/**
 * The slice a screen shows, read from the URL and written to it. `standing` is what stands while nothing is chosen:
 * a preset, dates, or null for all time.
 */
export function useView(standing: Preset | Period | null = 'all'): View {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const format = useFormat()
  const text = (key: string) => (typeof search[key] === 'string' ? (search[key] as string) : '')

  const where = search.where ?? []
  const [from, to] = [text('from'), text('to')]
  const period =
    isDay(from) && isDay(to) && from < to
      ? { from, to }
      : from === 'all'
        ? null
        : typeof standing === 'string'
          ? presetPeriod(standing, format.isoDay(Date.now()))
          : standing
  const said = text('against')
  const against: Against = said === 'year' || said === 'none' ? said : 'previous'
  const before = comparedWith(period, against)

  const set = (patch: Search) =>
    void navigate({
      to: '.',
      search: ((now: Search) => ({ ...now, cursor: undefined, ...patch })) as never,
      resetScroll: false,
    })
  return {
    where,
    period,
    against,
    before,
    question: {
      where: where.length > 0 ? where : undefined,
      from: period?.from,
      to: period?.to,
      against_from: before?.from,
      against_to: before?.to,
    },
    againstWords: before ? format.period(before.from, before.to) : '',
    search: {
      where: where.length > 0 ? where : undefined,
      from: from || undefined,
      to: to || undefined,
      against: said || undefined,
    },
    setWhere: (next) => set({ where: next.length > 0 ? next : undefined }),
    setPeriod: (next) => set(next ? { from: next.from, to: next.to } : { from: 'all', to: undefined }),
    setAgainst: (next) => set({ against: next === 'previous' ? undefined : next }),
  }
}
