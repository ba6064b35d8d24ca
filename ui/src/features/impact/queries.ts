import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, dataWithTag, type Item, idempotencyKey } from '../../api/client'

export type Ranking = Answer<'/impact', 'get'>
export type Assessed = NonNullable<Ranking['areas']>[number]
export type Amount = Ranking['total']
export type Influence = NonNullable<Ranking['influences']>[number]
export type Detail = Answer<'/impact/areas/{id}', 'get'>
export type AreaInput = Body<'/impact/areas', 'post'>
export type Input = NonNullable<Answer<'/impact/inputs', 'get'>['items']>[number]
export type Statement = Body<'/impact/inputs', 'put'>
export type Proposal = NonNullable<Answer<'/impact/proposals', 'get'>['items']>[number]
export type Worksheet = Body<'/impact/worksheet', 'post'>
export type Change = NonNullable<Body<'/impact/what-if', 'post'>['changes']>[number]
export type Thoughts = Answer<'/impact/what-if', 'post'>
export type AreaItem = Item<'/impact/areas'>
export type State = Assessed['state']

export const impactKeys = {
  all: ['impact'] as const,
  ranking: (where: readonly string[]) => ['impact', 'ranking', where] as const,
  split: (by: string, where: readonly string[]) => ['impact', 'split', by, where] as const,
  area: (id: string) => ['impact', 'area', id] as const,
  shared: ['impact', 'shared'] as const,
  proposals: ['impact', 'proposals'] as const,
  whatIf: (changes: readonly Change[], run: string) => ['impact', 'what-if', run, changes] as const,
  tried: (sheet: Worksheet | null) => ['impact', 'tried', sheet] as const,
  setting: ['impact', 'setting'] as const,
}

/** Where to look first; while it is being reckoned it asks again soon, in case the event was missed. */
export const useRanking = (where: readonly string[]) =>
  useQuery({
    queryKey: impactKeys.ranking(where),
    queryFn: ({ signal }) =>
      data(api.GET('/impact', { params: { query: { where: where.length > 0 ? [...where] : undefined } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.standing.running ? 1500 : false),
  })

export const useSplit = (by: string, where: readonly string[], enabled: boolean) =>
  useQuery({
    queryKey: impactKeys.split(by, where),
    queryFn: ({ signal }) =>
      data(
        api.GET('/impact/split', {
          params: { query: { by, where: where.length > 0 ? [...where] : undefined } },
          signal,
        }),
      ),
    enabled,
  })

export const useArea = (id: string) =>
  useQuery({
    queryKey: impactKeys.area(id),
    queryFn: ({ signal }) => dataWithTag(api.GET('/impact/areas/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data?.data.standing.running ? 1500 : false),
  })

export const useShared = () =>
  useQuery({
    queryKey: impactKeys.shared,
    queryFn: ({ signal }) => data(api.GET('/impact/inputs', { signal })),
    select: (list) => list.items ?? [],
  })

export const useSetting = () =>
  useQuery({
    queryKey: impactKeys.setting,
    queryFn: ({ signal }) => dataWithTag(api.GET('/impact/setting', { signal })),
  })

export const useProposals = (enabled: boolean) =>
  useQuery({
    queryKey: impactKeys.proposals,
    queryFn: ({ signal }) => data(api.GET('/impact/proposals', { signal })),
    enabled,
  })

/** What all would cost if inputs were otherwise. The last answer stays while the next one comes. */
export const useWhatIf = (changes: readonly Change[], run: string) =>
  useQuery({
    queryKey: impactKeys.whatIf(changes, run),
    queryFn: ({ signal }) => data(api.POST('/impact/what-if', { body: { changes: [...changes] }, signal })),
    enabled: run !== '' && changes.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  })

export const useTried = (sheet: Worksheet | null) =>
  useQuery({
    queryKey: impactKeys.tried(sheet),
    queryFn: ({ signal }) => data(api.POST('/impact/worksheet/try', { body: sheet as Worksheet, signal })),
    enabled: sheet !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 30_000,
  })

export function useImpactCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: impactKeys.all })
  return {
    create: useMutation({
      mutationFn: (body: AreaInput) =>
        data(api.POST('/impact/areas', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSettled: settled,
    }),
    edit: useMutation({
      mutationFn: ({ id, tag, body }: { id: string; tag: string; body: AreaInput }) =>
        data(api.PUT('/impact/areas/{id}', { params: { path: { id }, header: { 'If-Match': tag } }, body })),
      onSettled: settled,
    }),
    state: useMutation({
      mutationFn: ({ id, tag, state }: { id: string; tag: string; state: State }) =>
        data(
          api.PUT('/impact/areas/{id}/state', {
            params: { path: { id }, header: { 'If-Match': tag } },
            body: { state },
          }),
        ),
      onSettled: settled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/impact/areas/{id}', { params: { path: { id } } })),
      onSettled: settled,
    }),
    accept: useMutation({
      mutationFn: (touch_points: string[]) =>
        data(
          api.POST('/impact/proposals', { body: { touch_points }, headers: { 'Idempotency-Key': idempotencyKey() } }),
        ),
      onSettled: settled,
    }),
    say: useMutation({
      mutationFn: ({ input, area, body }: { input: string; area?: string; body: Statement }) =>
        data(api.PUT('/impact/inputs', { params: { query: { input, area } }, body })),
      onSettled: settled,
    }),
    takeBack: useMutation({
      mutationFn: ({ input, area }: { input: string; area?: string }) =>
        data(api.DELETE('/impact/inputs', { params: { query: { input, area } } })),
      onSettled: settled,
    }),
    reckon: useMutation({ mutationFn: () => data(api.POST('/impact/runs')), onSettled: settled }),
    keep: useMutation({
      mutationFn: (body: Worksheet) =>
        data(api.POST('/impact/worksheet', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSettled: settled,
    }),
    currency: useMutation({
      mutationFn: ({ tag, currency }: { tag: string; currency: string }) =>
        data(api.PUT('/impact/setting', { params: { header: { 'If-Match': tag } }, body: { currency } })),
      onSettled: settled,
    }),
  }
}
