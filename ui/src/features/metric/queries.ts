/** What the screens of figures ask for. */
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../../api/client'
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
