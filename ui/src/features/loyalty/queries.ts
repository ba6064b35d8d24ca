import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item } from '../../api/client'

export type State = Answer<'/loyalty', 'get'>
export type Result = NonNullable<State['result']>
export type Group = NonNullable<Result['groups']>[number]
export type Effect = NonNullable<Result['effects']>[number]
export type Unit = NonNullable<Result['units']>[number]
export type Product = NonNullable<Result['products']>[number]
export type Interval = NonNullable<Group['stay']>
export type Wish = Body<'/loyalty/measuring', 'post'>
export type Lost = Item<'/lost-customers'>
export type Finding = Body<'/lost-customers/{customer}', 'put'>
export type LostState = Lost['state']

export const loyaltyKeys = {
  now: ['loyalty'] as const,
  lost: (state: LostState) => ['loyalty', 'lost', state] as const,
}

export const useLoyalty = () =>
  useQuery({ queryKey: loyaltyKeys.now, queryFn: ({ signal }) => data(api.GET('/loyalty', { signal })) })

export const useLost = (state: LostState) =>
  useQuery({
    queryKey: loyaltyKeys.lost(state),
    queryFn: ({ signal }) => data(api.GET('/lost-customers', { params: { query: { state } }, signal })),
    select: (list) => list.items ?? [],
  })

/** In which currencies customers paid, the most frequent first. */
export const useCurrencies = () =>
  useQuery({
    queryKey: ['values', 'material'] as const,
    queryFn: ({ signal }) => data(api.GET('/value-material', { signal })),
    select: (m) => m.currencies ?? [],
  })

export function useLoyaltyCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: loyaltyKeys.now })
  return {
    measure: useMutation({
      mutationFn: (body: Wish) => data(api.POST('/loyalty/measuring', { body })),
      onSettled: settled,
    }),
    cancel: useMutation({ mutationFn: () => data(api.POST('/loyalty/measuring/cancel')), onSettled: settled }),
    decide: useMutation({
      mutationFn: ({ of, body }: { of: Lost; body: Finding }) =>
        data(
          api.PUT('/lost-customers/{customer}', {
            params: { path: { customer: of.customer }, header: { 'If-Match': `"${of.version}"` } },
            body,
          }),
        ),
      onSettled: settled,
    }),
  }
}
