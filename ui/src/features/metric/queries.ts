/** What the screens of figures ask for. */
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import type { FigureView } from '../../components/filter/useFigureView'
import { type FigureRow, type Figures, figuresQuery, type Metric, metricKeys, useMetrics } from '../../core/metrics'
import { broken } from './headline'

export type Signal = Item<'/signals'>
export type Case = Item<'/cases'>

export type Told = {
  metric: Metric
  /** Undefined while it is fetched for the first time. */
  row: FigureRow | undefined
  figures: Figures | undefined
  /** The figures of another question still stand. */
  stale: boolean
  /** Since when its scores can't be compared, if the period or the one before holds that day. */
  brokenAt: string
}

/** Every metric's figure for the slice, those without any answer left out once that is known. */
export function useAllFigures(view: FigureView) {
  const metrics = useMetrics()
  const asked = view.ready ? (metrics.data ?? []) : []
  const answers = useQueries({ queries: asked.map((m) => figuresQuery({ metric: m.key, ...view.question })) })
  const failed = answers.find((a) => a.isError)
  const told = asked.map((metric, at): Told => {
    const figures = answers[at]?.data
    return {
      metric,
      row: figures?.rows?.[0],
      figures,
      stale: answers[at]?.isPlaceholderData ?? false,
      brokenAt: String(broken(figures)?.args?.at ?? ''),
    }
  })
  return {
    told: told.filter(({ row }) => !row || isHeard(row)),
    pending: metrics.isPending || !view.ready || answers.some((a) => a.isPending),
    error: view.error ?? metrics.error ?? failed?.error ?? null,
    retry: () => {
      view.retry()
      void metrics.refetch()
      for (const answer of answers) if (answer.isError) void answer.refetch()
    },
  }
}

/** Whether anybody was asked: answered, left it out, or did so in the period before. */
function isHeard(row: FigureRow): boolean {
  const left = row.left_out
  return row.n + left.not_answered + left.not_rated + left.out_of_scale + (row.before?.n ?? 0) > 0
}

type Slice = { where?: string[]; from?: string; to?: string }

/** The newest signals with words in them. */
export const useComments = (slice: Slice, limit: number, enabled: boolean) =>
  useQuery({
    queryKey: ['signals', 'comments', slice, limit] as const,
    queryFn: ({ signal }) =>
      data(api.GET('/signals', { params: { query: { ...slice, has: 'comment', limit } }, signal })),
    enabled,
  })

/** Cases that wait for somebody, the most urgent first. */
export const useOpenCases = (limit: number, enabled: boolean) =>
  useQuery({
    queryKey: ['cases', 'urgent', limit] as const,
    queryFn: ({ signal }) =>
      data(
        api.GET('/cases', { params: { query: { state: ['new', 'open', 'waiting'], order: 'due', limit } }, signal }),
      ),
    enabled,
  })

export function useDefineMetric() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/metrics', 'post'>) =>
      data(api.POST('/metrics', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: metricKeys.all }),
  })
}

/** Every metric, those put away too; for the screens that manage them. */
export const useAllMetrics = () =>
  useQuery({
    queryKey: [...metricKeys.all, 'archived'] as const,
    queryFn: ({ signal }) => data(api.GET('/metrics', { params: { query: { archived: true } }, signal })),
    select: (list) => list.items ?? [],
  })

const tag = (version: number) => ({ 'If-Match': `"${version}"` })

/** What changes a metric changes every figure made with it. */
function useChanged() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ predicate: (q) => ['metrics', 'figures'].includes(String(q.queryKey[0])) })
}

export function useEditMetric() {
  const changed = useChanged()
  return useMutation({
    mutationFn: ({ metric, ...body }: { metric: Metric } & Body<'/metrics/{id}', 'patch'>) =>
      data(api.PATCH('/metrics/{id}', { params: { path: { id: metric.id }, header: tag(metric.revision) }, body })),
    onSettled: changed,
  })
}

export function useAddOperational() {
  const changed = useChanged()
  return useMutation({ mutationFn: () => data(api.POST('/metrics/operational')), onSuccess: changed })
}

export const useVersions = (id: string) =>
  useQuery({
    queryKey: [...metricKeys.all, 'versions', id] as const,
    queryFn: ({ signal }) => data(api.GET('/metrics/{id}/versions', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
  })

export type ScoringInput = Body<'/metrics/{id}/effect', 'post'>['scoring']
export type Effect = Answer<'/metrics/{id}/effect', 'post'>

/** What another scoring would do to past figures; the last answer stays while the next is fetched. */
export const useEffectOf = (id: string, scoring: ScoringInput | null) =>
  useQuery({
    queryKey: ['figures', 'effect', id, scoring] as const,
    queryFn: ({ signal }) =>
      data(
        api.POST('/metrics/{id}/effect', {
          params: { path: { id } },
          body: { scoring: scoring as ScoringInput },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    enabled: scoring !== null,
    retry: false,
  })

export function useRescore() {
  const changed = useChanged()
  return useMutation({
    mutationFn: ({ metric, ...body }: { metric: Metric } & Body<'/metrics/{id}/scoring', 'put'>) =>
      data(
        api.PUT('/metrics/{id}/scoring', { params: { path: { id: metric.id }, header: tag(metric.revision) }, body }),
      ),
    onSettled: changed,
  })
}

export type TargetItem = NonNullable<Answer<'/metrics/{id}/targets', 'get'>['items']>[number]

export const useTargets = (id: string) =>
  useQuery({
    queryKey: [...metricKeys.all, 'targets', id] as const,
    queryFn: ({ signal }) => data(api.GET('/metrics/{id}/targets', { params: { path: { id } }, signal })),
  })

export function useSetTargets(id: string) {
  const changed = useChanged()
  return useMutation({
    mutationFn: ({ version, items }: { version: number; items: TargetItem[] }) =>
      data(api.PUT('/metrics/{id}/targets', { params: { path: { id }, header: tag(version) }, body: { items } })),
    onSettled: changed,
  })
}

export const useUnitTree = () =>
  useQuery({
    queryKey: ['units'] as const,
    queryFn: ({ signal }) => data(api.GET('/units', { signal })),
    select: (list) => list.items ?? [],
  })
