import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'

export type TouchPoint = Item<'/touch-points'>

export const touchPointKeys = {
  all: ['touch-points'] as const,
  list: (search: string) => [...touchPointKeys.all, search] as const,
}

export const useTouchPoints = (search: string) =>
  useInfiniteQuery({
    queryKey: touchPointKeys.list(search),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/touch-points', { params: { query: { search: search || undefined, cursor: pageParam } }, signal })),
    ...byCursor,
  })

export function useAddTouchPoint() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/touch-points', 'post'>) =>
      data(api.POST('/touch-points', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: touchPointKeys.all }),
  })
}

export function useRenameTouchPoint() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      data(api.PATCH('/touch-points/{id}', { params: { path: { id } }, body: { name } })),
    // Its name stands in figures, signals and cases too.
    onSuccess: () =>
      client.invalidateQueries({
        predicate: (q) => ['touch-points', 'figures', 'signals', 'dimensions', 'cases'].includes(String(q.queryKey[0])),
      }),
  })
}
