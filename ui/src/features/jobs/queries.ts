import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, type Item } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Job = Item<'/jobs'>

export const jobKeys = { all: ['jobs'] as const }

export const useJobs = () =>
  useInfiniteQuery({
    queryKey: jobKeys.all,
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/jobs', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
    ...byCursor,
  })

export type Deed = 'retry' | 'cancel'

export function useJobDeed() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, deed }: { id: string; deed: Deed }) =>
      deed === 'retry'
        ? data(api.POST('/jobs/{id}/retry', { params: { path: { id } } }))
        : data(api.POST('/jobs/{id}/cancel', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: jobKeys.all }),
  })
}
