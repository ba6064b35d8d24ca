/** Metric definitions and the figures made with them. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { type Answer, api, data, type Item } from '../api/client'

export type Metric = Item<'/metrics'>
export type Figures = Answer<'/figures', 'get'>
export type FigureRow = Figures['rows'] extends (infer T)[] | null ? T : never
export type Change = NonNullable<FigureRow['change']>

/** A question for figures. Dates are `YYYY-MM-DD` in the organisation's zone; `to` and `against_to` are exclusive. */
export type FigureQuestion = {
  metric: string
  by?: string[]
  where?: string[]
  from?: string
  to?: string
  against_from?: string
  against_to?: string
}

export const metricKeys = { all: ['metrics'] as const }
export const figureKeys = {
  all: ['figures'] as const,
  ask: (question: FigureQuestion) => [...figureKeys.all, question] as const,
}

export const metricsQuery = queryOptions({
  queryKey: metricKeys.all,
  queryFn: ({ signal }) => data(api.GET('/metrics', { signal })),
  select: (list) => list.items ?? [],
})
export const useMetrics = () => useQuery(metricsQuery)

export const figuresQuery = (question: FigureQuestion) =>
  queryOptions({
    queryKey: figureKeys.ask(question),
    queryFn: ({ signal }) => data(api.GET('/figures', { params: { query: question }, signal })),
    // While another period is fetched, the old figures stay and are dimmed (`isPlaceholderData`).
    placeholderData: keepPreviousData,
  })

/**
 * Whether figures are broken down by these dimensions. While another breakdown is fetched the old one stands in, and its
 * rows have no keys for the new one.
 */
export const isBrokenDownBy = (figures: Figures | undefined, ...by: string[]): boolean =>
  figures !== undefined && (figures.rows ?? []).every((row) => by.every((dimension) => dimension in row.by))

/** Figures for a question; `enabled: false` while the metric isn't known yet. */
export const useFigures = (question: FigureQuestion, options?: { enabled?: boolean }) =>
  useQuery({ ...figuresQuery(question), ...options })
