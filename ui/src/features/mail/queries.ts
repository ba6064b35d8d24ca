import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, data, type Item } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Mailed = Item<'/mail'>
const keys = { list: ['mail', 'list'] as const, status: ['mail', 'status'] as const }

export const useMailStatus = () =>
  useQuery({ queryKey: keys.status, queryFn: ({ signal }) => data(api.GET('/mail/status', { signal })) })

export const useMailed = (state: Mailed['state'] | undefined) =>
  useInfiniteQuery({
    queryKey: [...keys.list, state ?? 'all'],
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/mail', { params: { query: { cursor: pageParam, limit: 100, state } }, signal })),
    ...byCursor,
  })

export function useMailDeeds() {
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: keys.list })
  return {
    retry: useMutation({
      mutationFn: (id: string) => data(api.POST('/mail/{id}/retry', { params: { path: { id } } })),
      onSuccess: again,
    }),
    test: useMutation({
      mutationFn: (to: string) => data(api.POST('/mail/test', { body: { to } })),
      onSuccess: again,
    }),
  }
}
