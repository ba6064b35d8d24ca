import { useQuery } from '@tanstack/react-query'
import { api, data } from '../api/client'

/** Open cases, for the navigation. Begins with 'cases', so that live events renew it. */
export function useInboxCount(): number | undefined {
  return useQuery({
    queryKey: ['cases', 'count'],
    queryFn: ({ signal }) => data(api.GET('/cases', { params: { query: { limit: 1 } }, signal })),
    select: (list) => list.counts?.open,
    retry: false,
  }).data
}
