import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, dataWithTag, type Item, idempotencyKey } from '../../api/client'
import { sessionKeys } from '../../core/session'

export type Summary = Answer<'/scorecard', 'get'>
export type Row = NonNullable<Summary['rows']>[number]
export type Cell = NonNullable<Row['cells']>[number]
export type Grant = Item<'/operator-grants'>
export type Client = Item<'/operator/clients'>
export type Added = Answer<'/operator/clients', 'post'>

export const operatorKeys = {
  all: ['operator'] as const,
  standing: ['operator', 'standing'] as const,
  clients: ['operator', 'clients'] as const,
  summary: (days: number) => ['operator', 'summary', days] as const,
  grants: ['operator', 'grants'] as const,
}
export const scorecardKeys = { all: ['scorecard'] as const, definition: ['scorecard', 'definition'] as const }

export const useStanding = () =>
  useQuery({ queryKey: operatorKeys.standing, queryFn: ({ signal }) => data(api.GET('/operator', { signal })) })

/** What concerns the operator as a whole, the navigation of the session included. */
function useOperatorMutation<V, R>(mutationFn: (v: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all([operatorKeys.all, sessionKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useMark = () => useOperatorMutation(() => data(api.POST('/operator')))
export const useAddClient = () =>
  useOperatorMutation((body: Body<'/operator/clients', 'post'>) =>
    data(api.POST('/operator/clients', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
  )
export const useGrant = () =>
  useOperatorMutation((body: Body<'/operator-grants', 'post'>) =>
    data(api.POST('/operator-grants', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
  )
export const useRevoke = () =>
  useOperatorMutation((id: string) => data(api.DELETE('/operator-grants/{id}', { params: { path: { id } } })))

export const useClients = () =>
  useQuery({
    queryKey: operatorKeys.clients,
    queryFn: ({ signal }) => data(api.GET('/operator/clients', { signal })),
    select: (list) => list.items ?? [],
  })
export const useSummary = (days: number) =>
  useQuery({
    queryKey: operatorKeys.summary(days),
    queryFn: ({ signal }) => data(api.GET('/operator/summary', { params: { query: { days } }, signal })),
    placeholderData: (before) => before,
  })
export const useGrants = () =>
  useQuery({
    queryKey: operatorKeys.grants,
    queryFn: ({ signal }) => data(api.GET('/operator-grants', { signal })),
    select: (list) => list.items ?? [],
  })

export const scorecardQuery = queryOptions({
  queryKey: scorecardKeys.all,
  queryFn: ({ signal }) => data(api.GET('/scorecard', { signal })),
})
export const useScorecard = () => useQuery(scorecardQuery)
export const useScorecardDefinition = () =>
  useQuery({
    queryKey: scorecardKeys.definition,
    queryFn: ({ signal }) => dataWithTag(api.GET('/scorecard/definition', { signal })),
  })
export function useDefineScorecard() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ tag, ...body }: { tag: string } & Body<'/scorecard/definition', 'put'>) =>
      data(
        api.PUT('/scorecard/definition', {
          body,
          headers: { 'If-Match': tag },
          params: { header: { 'If-Match': tag } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: scorecardKeys.all }),
  })
}
