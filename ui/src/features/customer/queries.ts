import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Customer = Item<'/customers'>

export const customerKeys = {
  all: ['customers'] as const,
  list: (search: string) => [...customerKeys.all, search] as const,
}

export const useCustomers = (search: string) =>
  useInfiniteQuery({
    queryKey: customerKeys.list(search),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/customers', { params: { query: { search: search || undefined, cursor: pageParam } }, signal })),
    ...byCursor,
  })

export function useAddCustomer() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/customers', 'post'>) =>
      data(api.POST('/customers', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: customerKeys.all }),
  })
}
