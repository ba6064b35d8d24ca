/** When something was last heard, which decides what period a screen shows before anybody chose one. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, data } from '../api/client'

export const latestKeys = {
  at: ['signals', 'latest'] as const,
  count: (from: string, to: string) => ['signals', 'count', from, to] as const,
}

/** The moment of the latest signal and how many there are; `at` is null while there is none. */
export const latestQuery = queryOptions({
  queryKey: latestKeys.at,
  queryFn: async ({ signal }) => {
    const list = await data(api.GET('/signals', { params: { query: { limit: 1 } }, signal }))
    return { at: list.items?.[0]?.at ?? null, total: list.total ?? 0 }
  },
})

export const useLatest = () => useQuery(latestQuery)

/** How many signals a period holds. */
export const useSignalCount = (from: string, to: string, options?: { enabled?: boolean }) =>
  useQuery({
    queryKey: latestKeys.count(from, to),
    queryFn: ({ signal }) => data(api.GET('/signals', { params: { query: { limit: 1, from, to } }, signal })),
    select: (list) => list.total ?? 0,
    ...options,
  })
