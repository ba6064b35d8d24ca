import { useQuery } from '@tanstack/react-query'
import { api, data } from '../api/client'

/** What the signed-in person hasn't read of what they were told. Begins with 'notices', so that live events renew it. */
export function useUnreadCount(): number | undefined {
  return useQuery({
    queryKey: ['notices', 'count'],
    queryFn: ({ signal }) => data(api.GET('/notices', { params: { query: { limit: 1 } }, signal })),
    select: (page) => page.unread,
    retry: false,
  }).data
}
