/** What figures and signals can be broken down and filtered by. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api, data, type Item } from '../api/client'

export type Dimension = Item<'/dimensions'>
export type DimensionValue = Item<'/dimensions/{key}/values'>

export const dimensionKeys = {
  all: ['dimensions'] as const,
  values: (key: string, search: string) => [...dimensionKeys.all, key, search] as const,
}

export const dimensionsQuery = queryOptions({
  queryKey: dimensionKeys.all,
  queryFn: ({ signal }) => data(api.GET('/dimensions', { signal })),
  select: (list) => list.items ?? [],
})
export const useDimensions = () => useQuery(dimensionsQuery)

export const useDimensionValues = (key: string, search: string, options?: { enabled?: boolean }) =>
  useQuery({
    queryKey: dimensionKeys.values(key, search),
    queryFn: ({ signal }) =>
      data(
        api.GET('/dimensions/{key}/values', {
          params: { path: { key }, query: { search: search || undefined, limit: 50 } },
          signal,
        }),
      ),
    select: (list) => list.items ?? [],
    placeholderData: keepPreviousData,
    ...options,
  })
