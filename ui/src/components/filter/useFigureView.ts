import { useLatest, useSignalCount } from '../../core/latest'
import { useFormat } from '../../words/i18n'
import { type Standing, standingPeriod, yearTo } from './standing'
import { useView, type View } from './useView'

export type FigureView = View & {
  /** Whether the period is decided: until then nothing should be asked with it. */
  ready: boolean
  /** Why this period stands; null when it was chosen. */
  why: Standing['why'] | null
  /** The latest signal's moment and the number of all signals; undefined while unknown. */
  latest: { at: string | null; total: number } | undefined
  /** The slice as search parameters that say the period even where nobody chose it. */
  slice: { where?: string[]; from: string; to?: string; against?: string; against_from?: string; against_to?: string }
  /** That the latest signal could not be asked for. */
  error: unknown
  retry: () => void
}

/** The slice of a screen of figures: what the URL says, else the period in which there is something to see. */
export function useFigureView(): FigureView {
  const format = useFormat()
  const latest = useLatest()
  const day = latest.data?.at ? format.isoDay(latest.data.at) : null
  const year = yearTo(day ?? '2000-01-01')
  const count = useSignalCount(year.from, year.to, { enabled: day !== null })
  const standing = standingPeriod({
    today: format.isoDay(Date.now()),
    latest: day,
    inYear: count.data ?? Number.MAX_SAFE_INTEGER,
  })
  const view = useView(standing.period)
  const chosen = view.search.from !== undefined
  return {
    ...view,
    ready: chosen || (latest.isSuccess && (day === null || count.isSuccess)),
    why: chosen ? null : standing.why,
    latest: latest.data,
    slice: {
      where: view.search.where,
      from: view.period?.from ?? 'all',
      to: view.period?.to,
      against: view.against === 'previous' ? undefined : view.against,
      against_from: view.against === 'own' ? view.before?.from : undefined,
      against_to: view.against === 'own' ? view.before?.to : undefined,
    },
    error: chosen ? undefined : (latest.error ?? count.error ?? undefined),
    retry: () => void latest.refetch(),
  }
}
