import { useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useFormat } from '../../words/i18n'
import {
  type Against,
  comparedWith,
  isAgainst,
  isDay,
  isPreset,
  type Period,
  type Preset,
  presetPeriod,
} from './period'
import type { Search } from './search'

export type View = {
  where: string[]
  /** Null means all time. */
  period: Period | null
  /** The preset chosen, which moves on with time; null for dates. */
  preset: Preset | null
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
  setPeriod: (period: Period | null, preset?: Preset) => void
  /** `own` is the period compared with where it is neither the one before nor a year earlier. */
  setAgainst: (against: Against, own?: Period) => void
}

/**
 * The slice a screen shows, read from the URL and written to it. `standing` is what stands while nothing is chosen:
 * a preset, dates, or null for all time.
 */
export function useView(standing: Preset | Period | null = 'all'): View {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const format = useFormat()
  const { t } = useLingui()
  const text = (key: string) => (typeof search[key] === 'string' ? (search[key] as string) : '')

  const where = search.where ?? []
  const [from, to] = [text('from'), text('to')]
  const period =
    isDay(from) && isDay(to) && from < to
      ? { from, to }
      : isPreset(from)
        ? presetPeriod(from, format.isoDay(Date.now()))
        : typeof standing === 'string'
          ? presetPeriod(standing, format.isoDay(Date.now()))
          : standing
  const said = text('against')
  const [ownFrom, ownTo] = [text('against_from'), text('against_to')]
  const own = isDay(ownFrom) && isDay(ownTo) && ownFrom < ownTo ? { from: ownFrom, to: ownTo } : null
  const against: Against = isAgainst(said) && (said !== 'own' || own) ? said : 'previous'
  const before = comparedWith(period, against, own)

  const set = (patch: Search) =>
    void navigate({
      to: '.',
      search: ((now: Search) => ({ ...now, cursor: undefined, ...patch })) as never,
      resetScroll: false,
    })
  return {
    where,
    period,
    preset: isPreset(from) ? from : null,
    against,
    before,
    question: {
      where: where.length > 0 ? where : undefined,
      from: period?.from,
      to: period?.to,
      against_from: before?.from,
      against_to: before?.to,
    },
    againstWords: before ? format.period(before.from, before.to) : against === 'rest' ? t`the rest` : '',
    search: {
      where: where.length > 0 ? where : undefined,
      from: from || undefined,
      to: to || undefined,
      against: said || undefined,
      against_from: against === 'own' ? ownFrom : undefined,
      against_to: against === 'own' ? ownTo : undefined,
    },
    setWhere: (next) => set({ where: next.length > 0 ? next : undefined }),
    setPeriod: (next, preset) =>
      set(
        preset
          ? { from: preset, to: undefined }
          : next
            ? { from: next.from, to: next.to }
            : { from: 'all', to: undefined },
      ),
    setAgainst: (next, dates) =>
      set({ against: next === 'previous' ? undefined : next, against_from: dates?.from, against_to: dates?.to }),
  }
}
