import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { useMay } from '../../core/session'

export type Journey = Item<'/journeys'>
export type JourneyInput = Body<'/journeys/{id}', 'put'>
export type Template = Item<'/journeys/templates'>
export type Finding = NonNullable<Journey['findings']>[number]
export type Edit = NonNullable<Body<'/journeys/{id}/edits', 'post'>['edits']>[number]
type Sent = NonNullable<Journey['map']>
export type Stage = NonNullable<Sent['stages']>[number]
export type Card = NonNullable<Sent['cards']>[number]
export type Want = Stage['feel']
export type Binding = NonNullable<Card['bindings']>[number]
export type Contributor = NonNullable<Sent['contributors']>[number]
export type Exception = NonNullable<Sent['exceptions']>[number]
export type Questions = Sent['questions']
export type Lane = Card['lane']
export type Phase = Stage['phase']
export type MapVersion = Item<'/journeys/{id}/versions'>
export type Difference = NonNullable<Answer<'/journeys/{id}/differences', 'get'>['items']>[number]
export type Here = Item<'/journeys/{id}/presence'>
export type MapComment = Item<'/journeys/{id}/comments'>

/** A map as screens use it: lists are lists. */
export type MapDoc = {
  stages: readonly Stage[]
  cards: readonly Card[]
  contributors: readonly Contributor[]
  questions: Questions
  exceptions: readonly Exception[]
}

export const docOf = (map: Sent | undefined): MapDoc => ({
  stages: map?.stages ?? [],
  cards: map?.cards ?? [],
  contributors: map?.contributors ?? [],
  questions: map?.questions ?? {},
  exceptions: map?.exceptions ?? [],
})

export const journeyKeys = {
  all: ['journeys'] as const,
  one: (id: string) => ['journeys', 'one', id] as const,
  versions: (id: string) => ['journeys', 'versions', id] as const,
  version: (id: string, number: number) => ['journey-version', id, number] as const,
  differences: (id: string, from: number, to: number) => ['journeys', 'differences', id, from, to] as const,
  comments: (id: string) => ['journeys', 'comments', id] as const,
  presence: (id: string) => ['presence', id] as const,
}

export const useJourneys = () =>
  useQuery({
    queryKey: journeyKeys.all,
    queryFn: ({ signal }) => data(api.GET('/journeys', { signal })),
    select: (list) => list.items ?? [],
  })

export const loadJourney = (id: string, signal?: AbortSignal) =>
  data(api.GET('/journeys/{id}', { params: { path: { id } }, signal }))

export const journeyQuery = (id: string) =>
  queryOptions({ queryKey: journeyKeys.one(id), queryFn: ({ signal }) => loadJourney(id, signal) })
export const useJourney = (id: string) => useQuery(journeyQuery(id))

export const useTemplates = () =>
  useQuery({
    queryKey: ['journey-templates'] as const,
    queryFn: ({ signal }) => data(api.GET('/journeys/templates', { signal })),
    select: (list) => list.items ?? [],
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useVersions = (id: string) =>
  useQuery({
    queryKey: journeyKeys.versions(id),
    queryFn: ({ signal }) => data(api.GET('/journeys/{id}/versions', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
  })

/** One version with its map; a version never changes. */
export const useVersion = (id: string, number: number) =>
  useQuery({
    queryKey: journeyKeys.version(id, number),
    queryFn: ({ signal }) =>
      data(api.GET('/journeys/{id}/versions/{version}', { params: { path: { id, version: number } }, signal })),
    enabled: number > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** In what `to` differs from `from`; 0 is the draft. */
export const useDifferences = (id: string, from: number, to: number) =>
  useQuery({
    queryKey: journeyKeys.differences(id, from, to),
    queryFn: ({ signal }) =>
      data(api.GET('/journeys/{id}/differences', { params: { path: { id }, query: { from, to } }, signal })),
    select: (list) => list.items ?? [],
    enabled: from !== to,
  })

export const useComments = (id: string) =>
  useQuery({
    queryKey: journeyKeys.comments(id),
    queryFn: ({ signal }) => data(api.GET('/journeys/{id}/comments', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
  })

/** The segments of customers, by name: whose way a journey may be. */
export const useSegments = () =>
  useQuery({
    queryKey: ['customer-fields'] as const,
    queryFn: ({ signal }) => data(api.GET('/customer-fields', { signal })),
    select: (fields) => fields.segments ?? [],
    enabled: useMay('customer.read'),
  })

export const usePromises = () =>
  useQuery({
    queryKey: ['promises'] as const,
    queryFn: ({ signal }) => data(api.GET('/promises', { signal })),
    select: (list) => list.items ?? [],
    enabled: useMay('promise.read'),
  })

export const useProcesses = () =>
  useQuery({
    queryKey: ['processes'] as const,
    queryFn: ({ signal }) => data(api.GET('/processes', { signal })),
    select: (list) => list.items ?? [],
    enabled: useMay('promise.read'),
  })

export const usePeopleHere = (id: string) =>
  useQuery({
    queryKey: journeyKeys.presence(id),
    queryFn: ({ signal }) => data(api.GET('/journeys/{id}/presence', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
  })

/** A page that is left sends no more, unless it is told to. */
export const enterMap = (id: string, body: Body<'/journeys/{id}/presence', 'put'>) =>
  data(api.PUT('/journeys/{id}/presence', { params: { path: { id } }, body, keepalive: body.leave }))

export const sendEdits = (id: string, edits: readonly Edit[]) =>
  data(api.POST('/journeys/{id}/edits', { params: { path: { id } }, body: { edits: [...edits] } }))

const tag = (revision: number) => ({ 'If-Match': `"${revision}"` })

export function useJourneyCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: journeyKeys.all })
  return {
    create: useMutation({
      mutationFn: (body: Body<'/journeys', 'post'>) =>
        data(api.POST('/journeys', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSettled: settled,
    }),
    name: useMutation({
      mutationFn: ({ id, revision, body }: { id: string; revision: number; body: JourneyInput }) =>
        data(api.PUT('/journeys/{id}', { params: { path: { id }, header: tag(revision) }, body })),
      onSettled: settled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/journeys/{id}', { params: { path: { id } } })),
      onSettled: settled,
    }),
    waive: useMutation({
      mutationFn: ({ id, ...body }: { id: string; rule: string; on?: string; reason?: string }) =>
        data(api.POST('/journeys/{id}/exceptions', { params: { path: { id } }, body })),
      onSettled: settled,
    }),
    publish: useMutation({
      mutationFn: ({ id, revision, note }: { id: string; revision: number; note?: string }) =>
        data(api.POST('/journeys/{id}/versions', { params: { path: { id }, header: tag(revision) }, body: { note } })),
      onSettled: settled,
    }),
    comment: useMutation({
      mutationFn: ({ id, part, text }: { id: string; part: string; text: string }) =>
        data(
          api.POST('/journeys/{id}/comments', {
            params: { path: { id } },
            headers: { 'Idempotency-Key': idempotencyKey() },
            body: { part, text },
          }),
        ),
      onSettled: settled,
    }),
    settle: useMutation({
      mutationFn: ({ id, comment, settled }: { id: string; comment: string; settled: boolean }) =>
        data(api.PUT('/journeys/{id}/comments/{comment}', { params: { path: { id, comment } }, body: { settled } })),
      onSettled: settled,
    }),
  }
}
