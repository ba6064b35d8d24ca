/** How the interface asks: server state lives in TanStack Query, and freshness comes from live events. */
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { asProblem } from './problem'

/** A client whose `onSignedOut` runs when the server no longer knows the session, or lets it do nothing. */
export function newQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        const problem = asProblem(error)
        // An organisation that began to ask for two factors meanwhile leads to setting them up.
        const out = problem?.status === 401 || problem?.code === 'two_factor_needed'
        if (out && query.queryKey[0] !== 'session') onSignedOut(client)
      },
    }),
    defaultOptions: {
      queries: {
        // Live events say when something changed; a minute covers a stream that was cut.
        staleTime: 60_000,
        refetchOnWindowFocus: true,
        retry: (times, error) => {
          const status = asProblem(error)?.status ?? 0
          return times < 2 && (status === 0 || status >= 500)
        },
      },
      mutations: { retry: false },
    },
  })
  return client
}

/** What `useInfiniteQuery` needs for lists of ours: `{items, next}`. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { next?: string | null }) => last.next || undefined,
}
