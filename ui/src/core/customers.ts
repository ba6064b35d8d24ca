import { useQuery } from '@tanstack/react-query'
import { api, data } from '../api/client'

/** Who a search finds, for choosing one. */
export const useCustomerChoice = (search: string, enabled = true) =>
  useQuery({
    queryKey: ['customers', 'choice', search] as const,
    queryFn: ({ signal }) =>
      data(api.GET('/customers', { params: { query: { search: search || undefined, limit: 20 } }, signal })),
    enabled,
    select: (list) => list.items ?? [],
  })
