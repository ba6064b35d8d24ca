import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Search } from '../../components/filter/search'
import { useView } from '../../components/filter/useView'
import { writeWhere } from '../../components/filter/where'
import { useMetrics } from '../../core/metrics'
import { type Spec, useAnswers } from '../../core/views'
import { useAnalysis, useCandidates, useOne, type Wish } from './queries'

/** Outcomes that every organisation begins with. */
const wholes = ['csat', 'nps', 'ces']

const text = (search: Search, key: string): string => (typeof search[key] === 'string' ? String(search[key]) : '')

/** Everything the screen shows, read from its address; `say` writes into it. */
export function useDrivers() {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const view = useView()
  const metrics = useMetrics()
  const all = useMemo(() => metrics.data ?? [], [metrics.data])
  const chosen = text(search, 'outcome')

  // A bare address explains the first metric that anybody answered.
  const probe = useAnswers(
    useMemo(
      (): Spec[] => [
        {
          metrics: all.slice(0, 6).map((m) => m.key),
          period: { preset: 'all' },
          against: { kind: 'none' },
          shape: 'figure',
        },
      ],
      [all],
    ),
    chosen === '' && all.length > 0,
  )
  const heard = (probe.data?.answers[0]?.figures ?? [])
    .map((one) => ({ key: one.metric.key, n: one.rows?.[0]?.n ?? 0 }))
    .filter((one) => one.n > 0)
    // What customers say of the whole is what one wants explained.
    .sort((a, b) => Number(wholes.includes(b.key)) - Number(wholes.includes(a.key)) || b.n - a.n)[0]
  const outcome = chosen || (heard ? heard.key : probe.isSuccess ? (all[0]?.key ?? '') : '')
  const slice = useMemo(
    () => ({ where: view.question.where, from: view.question.from, to: view.question.to }),
    [view.question.where, view.question.from, view.question.to],
  )
  const candidates = useCandidates(outcome, slice)
  const said = search.measure
  const picked = useMemo(() => (Array.isArray(said) ? said : said ? [said] : []), [said])
  const proposed = useMemo(
    () => (candidates.data?.candidates ?? []).filter((c) => c.proposed).map((c) => c.key),
    [candidates.data],
  )
  const measures = picked.length > 0 ? picked : proposed
  const by = text(search, 'by')
  const [a, b] = [text(search, 'a'), text(search, 'b')]
  const sides = useMemo(
    () =>
      by && a && b && a !== b
        ? [a, b].map((value) => writeWhere({ kind: 'any', dimension: by, values: [value] }))
        : undefined,
    [by, a, b],
  )
  const missing = text(search, 'missing') === 'pairwise' ? ('pairwise' as const) : ('listwise' as const)
  const wish = useMemo(
    (): Wish => ({ outcome, measures, ...slice, missing, sides }),
    [outcome, measures, slice, missing, sides],
  )
  const past = text(search, 'analysis') || undefined
  const ready = past === undefined && outcome !== '' && candidates.isSuccess && measures.length > 0
  const asked = useAnalysis(wish, ready)
  const kept = useOne(past)
  const say = (patch: Search) =>
    void navigate({
      to: '.',
      search: ((now: Search) => ({ ...now, analysis: undefined, ...patch })) as never,
      resetScroll: false,
    })
  return {
    search,
    view,
    metrics: all,
    outcome,
    candidates,
    measures,
    picked: picked.length > 0,
    by,
    a,
    b,
    missing,
    wish,
    past,
    ready,
    /** The analysis shown: one of the past, or the answer to what is chosen. */
    answer: past === undefined ? asked : kept,
    none: candidates.isSuccess && measures.length === 0,
    error: metrics.error ?? candidates.error ?? (past === undefined ? asked.error : kept.error),
    say,
    setMeasures: (keys: string[]) => say({ measure: keys.length > 0 ? keys : undefined }),
  }
}

export type Drivers = ReturnType<typeof useDrivers>
