import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, dataWithTag, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'
import { useMay } from '../../core/session'

export type Short = Item<'/moments'>
export type MomentFile = Answer<'/moments/{id}', 'get'>
export type Criterion = NonNullable<MomentFile['criteria']>[number]
export type Reading = NonNullable<Criterion['readings']>[number]
export type Assessment = NonNullable<Criterion['past']>[number]
export type Incident = NonNullable<MomentFile['incidents']>[number]
export type Importance = NonNullable<MomentFile['importance']>
export type Allowance = NonNullable<MomentFile['authority']>[number]
export type Procedure = NonNullable<MomentFile['procedure']>
export type Weights = Answer<'/moments/proposals', 'get'>
export type Weight = NonNullable<Weights['items']>[number]
export type Five = Answer<'/moments/characteristics', 'get'>
export type Characteristic = NonNullable<Five['items']>[number]
export type Sheet = Answer<'/moments/{id}/check', 'get'>
export type Asked = Answer<'/moments/{id}/check/people', 'get'>
export type Judged = Body<'/moments/{id}/criteria/{criterion}', 'put'>
export type Picked = Body<'/moments/{id}/criteria', 'post'>
export type Found = Body<'/moments/{id}/criteria/{criterion}/assessments', 'post'>
export type ProcedureInput = Body<'/moments/{id}/procedure', 'put'>
export type EditInput = Body<'/moments/{id}', 'put'>
export type Signal = Item<'/signals'>

type Span = { from: string; to: string } | null

export const momentKeys = {
  all: ['moments'] as const,
  list: (s: Span) => ['moments', 'list', s?.from ?? '', s?.to ?? ''] as const,
  proposals: (s: Span) => ['moments', 'proposals', s?.from ?? '', s?.to ?? ''] as const,
  one: (id: string, s: Span) => ['moments', 'one', id, s?.from ?? '', s?.to ?? ''] as const,
  sheet: (id: string) => ['moments', 'sheet', id] as const,
  asked: (id: string) => ['moments', 'asked', id] as const,
  five: (s: Span) => ['moments', 'five', s?.from ?? '', s?.to ?? ''] as const,
  comments: (q: CommentQuestion) => ['signals', 'moment', q] as const,
}
const query = (s: Span) => ({ from: s?.from, to: s?.to })

export const useMoments = (s: Span, ready: boolean) =>
  useQuery({
    queryKey: momentKeys.list(s),
    queryFn: ({ signal }) => data(api.GET('/moments', { params: { query: query(s) }, signal })),
    select: (list) => list.items ?? [],
    enabled: ready,
    placeholderData: keepPreviousData,
  })

export const useProposals = (s: Span, ready: boolean) =>
  useQuery({
    queryKey: momentKeys.proposals(s),
    queryFn: ({ signal }) => data(api.GET('/moments/proposals', { params: { query: query(s) }, signal })),
    enabled: useMay('figure.read') && ready,
    placeholderData: keepPreviousData,
  })

export const useMoment = (id: string, s: Span, ready: boolean) =>
  useQuery({
    queryKey: momentKeys.one(id, s),
    queryFn: ({ signal }) =>
      dataWithTag(api.GET('/moments/{id}', { params: { path: { id }, query: query(s) }, signal })),
    enabled: ready,
    placeholderData: keepPreviousData,
  })

export const useSheet = (id: string) =>
  useQuery({
    queryKey: momentKeys.sheet(id),
    queryFn: ({ signal }) => data(api.GET('/moments/{id}/check', { params: { path: { id } }, signal })),
  })

export const useAsked = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: momentKeys.asked(id),
    queryFn: ({ signal }) => data(api.GET('/moments/{id}/check/people', { params: { path: { id } }, signal })),
    enabled: useMay('people.read') && enabled,
  })

export const useFive = (s: Span, ready: boolean) =>
  useQuery({
    queryKey: momentKeys.five(s),
    queryFn: ({ signal }) => data(api.GET('/moments/characteristics', { params: { query: query(s) }, signal })),
    enabled: ready,
    placeholderData: keepPreviousData,
  })

export type CommentQuestion = { q: string; where: string[]; low: string }

/** What customers said at a touch point, newest first; with words, those that hold them. */
export const useComments = (of: CommentQuestion, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: momentKeys.comments(of),
    queryFn: async ({ pageParam, signal }) => {
      const where = [...of.where, ...(of.low ? [of.low] : [])]
      if (of.q) {
        return data(
          api.GET('/search', { params: { query: { q: of.q, where, cursor: pageParam, limit: 20 } }, signal }),
        ) as Promise<{ items?: Signal[] | null; next?: string; total?: number }>
      }
      return data(
        api.GET('/signals', { params: { query: { where, has: 'comment', cursor: pageParam, limit: 20 } }, signal }),
      )
    },
    ...byCursor,
    enabled,
    placeholderData: keepPreviousData,
  })

/** The segments of customers, by name. */
export const useSegments = () =>
  useQuery({
    queryKey: ['customer-fields'] as const,
    queryFn: ({ signal }) => data(api.GET('/customer-fields', { signal })),
    select: (fields) => fields.segments ?? [],
    enabled: useMay('customer.read'),
  })

export const useCasesAt = (search: string, enabled: boolean) =>
  useQuery({
    queryKey: ['cases', 'moment', search] as const,
    queryFn: ({ signal }) => data(api.GET('/cases', { params: { query: { search, limit: 20 } as never }, signal })),
    select: (list) => list.items ?? [],
    enabled: useMay('case.read') && enabled,
    placeholderData: keepPreviousData,
  })

const match = (version: number) => ({ 'If-Match': `"${version}"` })
const once = () => ({ 'Idempotency-Key': idempotencyKey() })

/** Every deed at moments of truth. What they change is asked for again. */
export function useMomentCalls() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: momentKeys.all })
  return {
    nominate: useMutation({
      mutationFn: (body: Body<'/moments', 'post'>) => data(api.POST('/moments', { body, headers: once() })),
      onSettled,
    }),
    edit: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: EditInput }) =>
        data(api.PUT('/moments/{id}', { params: { path: { id }, header: match(version) }, body })),
      onSettled,
    }),
    move: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: Body<'/moments/{id}/state', 'post'> }) =>
        data(api.POST('/moments/{id}/state', { params: { path: { id }, header: match(version) }, body })),
      onSettled,
    }),
    think: useMutation({
      mutationFn: ({
        id,
        version,
        body,
      }: {
        id: string
        version: number
        body: Body<'/moments/{id}/importance', 'post'>
      }) => data(api.POST('/moments/{id}/importance', { params: { path: { id }, header: match(version) }, body })),
      onSettled,
    }),
    pick: useMutation({
      mutationFn: ({ id, body }: { id: string; body: Picked }) =>
        data(api.POST('/moments/{id}/criteria', { params: { path: { id } }, body, headers: once() })),
      onSettled,
    }),
    judge: useMutation({
      mutationFn: ({
        id,
        criterion,
        version,
        body,
      }: {
        id: string
        criterion: string
        version: number
        body: Judged
      }) =>
        data(
          api.PUT('/moments/{id}/criteria/{criterion}', {
            params: { path: { id, criterion }, header: match(version) },
            body,
          }),
        ),
      onSettled,
    }),
    drop: useMutation({
      mutationFn: ({ id, criterion }: { id: string; criterion: string }) =>
        data(api.DELETE('/moments/{id}/criteria/{criterion}', { params: { path: { id, criterion } } })),
      onSettled,
    }),
    bringBack: useMutation({
      mutationFn: ({ id, criterion }: { id: string; criterion: string }) =>
        data(api.POST('/moments/{id}/criteria/{criterion}/restored', { params: { path: { id, criterion } } })),
      onSettled,
    }),
    assess: useMutation({
      mutationFn: ({ id, criterion, body }: { id: string; criterion: string; body: Found }) =>
        data(
          api.POST('/moments/{id}/criteria/{criterion}/assessments', {
            params: { path: { id, criterion } },
            body,
            headers: once(),
          }),
        ),
      onSettled,
    }),
    withdraw: useMutation({
      mutationFn: ({ id, assessment, why }: { id: string; assessment: string; why: string }) =>
        data(
          api.POST('/moments/{id}/assessments/{assessment}/withdrawn', {
            params: { path: { id, assessment } },
            body: { why },
          }),
        ),
      onSettled,
    }),
    link: useMutation({
      mutationFn: ({ id, body }: { id: string; body: Body<'/moments/{id}/incidents', 'post'> }) =>
        data(api.POST('/moments/{id}/incidents', { params: { path: { id } }, body, headers: once() })),
      onSettled,
    }),
    code: useMutation({
      mutationFn: ({
        id,
        incident,
        version,
        body,
      }: {
        id: string
        incident: string
        version: number
        body: Body<'/moments/{id}/incidents/{incident}', 'put'>
      }) =>
        data(
          api.PUT('/moments/{id}/incidents/{incident}', {
            params: { path: { id, incident }, header: match(version) },
            body,
          }),
        ),
      onSettled,
    }),
    unlink: useMutation({
      mutationFn: ({ id, incident }: { id: string; incident: string }) =>
        data(api.DELETE('/moments/{id}/incidents/{incident}', { params: { path: { id, incident } } })),
      onSettled,
    }),
    relink: useMutation({
      mutationFn: ({ id, incident }: { id: string; incident: string }) =>
        data(api.POST('/moments/{id}/incidents/{incident}/restored', { params: { path: { id, incident } } })),
      onSettled,
    }),
    procedure: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: ProcedureInput }) =>
        data(api.PUT('/moments/{id}/procedure', { params: { path: { id }, header: match(version) }, body })),
      onSettled,
    }),
    take: useMutation({
      mutationFn: ({ id, body }: { id: string; body: Body<'/moments/{id}/check', 'post'> }) =>
        data(api.POST('/moments/{id}/check', { params: { path: { id } }, body })),
      onSettled,
    }),
    enter: useMutation({
      mutationFn: ({ id, body }: { id: string; body: Body<'/moments/{id}/check/results', 'post'> }) =>
        data(api.POST('/moments/{id}/check/results', { params: { path: { id } }, body })),
      onSettled,
    }),
    state: useMutation({
      mutationFn: (body: Body<'/moments/characteristics', 'post'>) =>
        data(api.POST('/moments/characteristics', { body, headers: once() })),
      onSettled,
    }),
    bind: useMutation({
      mutationFn: ({ version, metric }: { version: number; metric: string }) =>
        data(
          api.PUT('/moments/characteristics/initiative', {
            params: { header: match(version) },
            body: { metric },
          }),
        ),
      onSettled,
    }),
  }
}
