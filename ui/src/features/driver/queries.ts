/** Analyses of drivers: asking, what may drive an outcome, and those that were saved. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item } from '../../api/client'

export type Analysis = Answer<'/driver-analyses', 'post'>
export type Wish = Body<'/driver-analyses', 'post'>
export type Saved = Item<'/driver-analyses'>
export type Result = NonNullable<Analysis['result']>
export type Side = NonNullable<Result['sides']>[number]
export type Driver = Side['drivers'][number]
export type Contrast = NonNullable<Side['contrast']>
export type Attribute = Contrast['attributes'][number]
export type Note = Side['warnings'][number]
export type Num = Driver['share']
export type Candidates = Answer<'/driver-candidates', 'get'>
export type Candidate = Candidates['candidates'][number]

export const driverKeys = {
  all: ['drivers'] as const,
  ask: (wish: Wish) => ['drivers', 'ask', wish] as const,
  saved: ['drivers', 'saved'] as const,
  history: (id: string) => ['drivers', 'history', id] as const,
  candidates: (outcome: string, slice: object) => ['figures', 'driver-candidates', outcome, slice] as const,
}

type Slice = { where?: string[]; from?: string; to?: string }

export const useCandidates = (outcome: string, slice: Slice) =>
  useQuery({
    queryKey: driverKeys.candidates(outcome, slice),
    queryFn: ({ signal }) => data(api.GET('/driver-candidates', { params: { query: { outcome, ...slice } }, signal })),
    enabled: outcome !== '',
    placeholderData: keepPreviousData,
  })

/** The analysis of a wish. While it is made in the background the live event asks again; new signals alone don't. */
export const useAnalysis = (wish: Wish, ready: boolean) =>
  useQuery({
    queryKey: driverKeys.ask(wish),
    queryFn: ({ signal }) => data(api.POST('/driver-analyses', { body: wish, signal })),
    enabled: ready,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })

export const useSaved = () =>
  useQuery({
    queryKey: driverKeys.saved,
    queryFn: ({ signal }) => data(api.GET('/driver-analyses', { signal })),
    select: (list) => list.items ?? [],
  })

export const useHistory = (id: string | undefined) =>
  useQuery({
    queryKey: driverKeys.history(id ?? ''),
    queryFn: ({ signal }) =>
      data(api.GET('/driver-analyses/{id}/history', { params: { path: { id: id ?? '' } }, signal })),
    select: (list) => list.items ?? [],
    enabled: id !== undefined,
  })

/** One analysis of the past. */
export const useOne = (id: string | undefined) =>
  useQuery({
    queryKey: ['drivers', 'one', id],
    queryFn: ({ signal }) => data(api.GET('/driver-analyses/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined,
  })

export function useDeeds() {
  const client = useQueryClient()
  const after = () => client.invalidateQueries({ queryKey: driverKeys.all })
  const save = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      data(api.PATCH('/driver-analyses/{id}', { params: { path: { id } }, body: { name } })),
    onSuccess: after,
  })
  const cancel = useMutation({
    mutationFn: (id: string) => data(api.POST('/driver-analyses/{id}/cancel', { params: { path: { id } } })),
    onSuccess: (analysis) => client.setQueriesData({ queryKey: ['drivers', 'ask'] }, () => analysis),
  })
  const again = useMutation({
    mutationFn: (wish: Wish) => data(api.POST('/driver-analyses', { params: { query: { anew: true } }, body: wish })),
    onSuccess: (analysis, wish) => {
      client.setQueryData(driverKeys.ask(wish), analysis)
      void client.invalidateQueries({ queryKey: driverKeys.saved })
      void client.invalidateQueries({ queryKey: ['drivers', 'history'] })
    },
  })
  return { save, cancel, again }
}
