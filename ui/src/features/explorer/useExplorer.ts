import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { firstDimension } from '../../components/charts/dimension'
import type { Search } from '../../components/filter/search'
import { useView, type View } from '../../components/filter/useView'
import { anyTime, readSpec, sameSpec, writeSpec } from '../../components/view/spec'
import { useDimensions } from '../../core/dimensions'
import { useMetrics } from '../../core/metrics'
import { type SavedView, type Spec, type Told, useAnswers, useViews } from '../../core/views'

/** Everything the Explorer shows, read from its address; `change` writes a new definition into it. */
export function useExplorer() {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const metrics = useMetrics()
  const dimensions = useDimensions()
  const views = useViews()
  const saved = typeof search.view === 'string' ? views.data?.find((v) => v.id === search.view) : undefined
  const bare = search.metric === undefined
  const keys = useMemo(() => (metrics.data ?? []).slice(0, 6).map((m) => m.key), [metrics.data])

  // A bare address shows the first metric that anybody answered.
  const probe = useAnswers(
    useMemo(
      (): Spec[] => [{ metrics: keys, period: { preset: 'all' }, against: { kind: 'none' }, shape: 'figure' }],
      [keys],
    ),
    bare && !search.view && keys.length > 0,
  )
  const heard = probe.data?.answers[0]?.figures?.find((f) => (f.rows?.[0]?.n ?? 0) > 0)?.metric.key ?? keys[0]
  const rows = firstDimension(dimensions.data ?? [])?.key
  const opening = bare && Boolean(search.view)
  const ready =
    !opening &&
    dimensions.isSuccess &&
    metrics.isSuccess &&
    keys.length > 0 &&
    (!bare || probe.isSuccess || probe.isError)
  const spec = useMemo(
    () => readSpec(search, { metrics: heard ? [heard] : [], by: rows ? [rows, anyTime] : [anyTime] }),
    [search, heard, rows],
  )

  // A deep link to a saved view becomes its definition.
  useEffect(() => {
    if (opening && saved) void navigate({ to: '.', search: writeSpec(saved.spec, saved.id) as never, replace: true })
  }, [opening, saved, navigate])

  const specs = useMemo(() => [spec], [spec])
  const answer = useAnswers(specs, ready)
  const told: Told | undefined = answer.data?.answers[0]
  const shown = answer.data?.specs[0]
  const period = told?.period.from && told.period.to ? { from: told.period.from, to: told.period.to } : null
  const view: View = useView(period)
  const change = (patch: Partial<Spec>, more: Search = {}) =>
    void navigate({
      to: '.',
      search: {
        ...writeSpec({ ...spec, ...patch }, saved?.id ?? (search.view as string | undefined)),
        at: undefined,
        inner: search.inner,
        ...more,
      } as never,
      replace: false,
      resetScroll: false,
    })
  const say = (patch: Search) =>
    void navigate({
      to: '.',
      search: ((now: Search) => ({ ...now, ...patch })) as never,
      replace: true,
      resetScroll: false,
    })
  return {
    search,
    spec,
    /** The definition whose figures are shown: the former one while the next is fetched. */
    shown: shown ?? spec,
    told,
    answer,
    view,
    ready,
    missing: opening && views.isSuccess && !saved,
    error: metrics.error ?? dimensions.error ?? answer.error ?? (opening ? views.error : null),
    retry: () => {
      void metrics.refetch()
      void dimensions.refetch()
      void answer.refetch()
    },
    metrics: metrics.data ?? [],
    dimensions: dimensions.data ?? [],
    views: views.data ?? [],
    saved,
    changed: saved !== undefined && !bare && !sameSpec(saved.spec, spec),
    change,
    say,
    open: (one: SavedView | undefined) =>
      void navigate({ to: '/explorer', search: (one ? writeSpec(one.spec, one.id) : {}) as never }),
  }
}

export type Explorer = ReturnType<typeof useExplorer>
