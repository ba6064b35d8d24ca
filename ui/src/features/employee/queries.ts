import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Employee = Item<'/employees'>

export const employeeKeys = {
  all: ['employees'] as const,
  list: (search: string) => [...employeeKeys.all, search] as const,
}

export const useEmployees = (search: string) =>
  useInfiniteQuery({
    queryKey: employeeKeys.list(search),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/employees', { params: { query: { search: search || undefined, cursor: pageParam } }, signal })),
    ...byCursor,
  })

export function useAddEmployee() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/employees', 'post'>) =>
      data(api.POST('/employees', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: employeeKeys.all }),
  })
}
