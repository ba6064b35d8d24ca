import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, type Item } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Compliment = Item<'/compliments'>
export type Which = 'mine' | 'team' | 'shared'

export const praiseKeys = { all: ['praise'] as const, list: (which: Which) => ['praise', which] as const }

export const useCompliments = (which: Which) =>
  useInfiniteQuery({
    queryKey: praiseKeys.list(which),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/compliments', { params: { query: { which, cursor: pageParam } }, signal })),
    ...byCursor,
  })

export function usePraiseCalls() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: praiseKeys.all })
  return {
    thank: useMutation({
      mutationFn: (id: string) => data(api.POST('/compliments/{id}/thanks', { params: { path: { id } } })),
      onSettled,
    }),
    share: useMutation({
      mutationFn: ({ id, shared }: { id: string; shared: boolean }) =>
        data(api.PUT('/compliments/{id}/share', { params: { path: { id } }, body: { shared } })),
      onSettled,
    }),
  }
}
