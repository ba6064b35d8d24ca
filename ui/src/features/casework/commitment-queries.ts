import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client'
import { byCursor } from '../../api/queries'
import { commitmentKeys } from '../../core/commitments'

/** What the page shows of commitments. */
export const views = ['mine', 'team', 'soon', 'broken', 'kept', 'all'] as const
export type View = (typeof views)[number]
export const isView = (text: string): text is View => views.includes(text as View)

const asked = {
  mine: { live: true, owner: 'me' },
  team: { live: true },
  soon: { soon: true },
  broken: { shouting: true },
  kept: { state: ['kept' as const], order: 'latest' as const },
  all: { order: 'latest' as const },
} satisfies Record<View, object>

export const useCommitments = (view: View, customer: string) =>
  useInfiniteQuery({
    queryKey: commitmentKeys.list({ view, customer }),
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET('/commitments', {
          params: { query: { ...asked[view], customer: customer || undefined, cursor: pageParam, limit: 50 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    ...byCursor,
  })

/** One that a link leads to, where the list doesn't hold it. */
export const useCommitment = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: commitmentKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/commitments/{id}', { params: { path: { id } }, signal })),
    enabled: enabled && id !== '',
  })
