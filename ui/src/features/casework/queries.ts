import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'
import type { ListQuestion } from './inbox'

export type Case = Item<'/cases'>
export type CaseFile = Answer<'/cases/{id}', 'get'>
export type Event = NonNullable<CaseFile['story']>[number]
export type CaseEdit = Body<'/cases/{id}', 'patch'>
export type Move = Body<'/cases/{id}/state', 'post'>
export type NewCase = Body<'/cases', 'post'>
export type Counts = Answer<'/cases', 'get'>['counts']

/** The first words name what live events make stale: `cases` and `case`. */
export const caseKeys = {
  all: ['cases'] as const,
  list: (question: ListQuestion) => ['cases', 'list', question] as const,
  of: (customer: string) => ['cases', 'customer', customer] as const,
  one: (id: string) => ['case', id] as const,
}

export const useCaseList = (question: ListQuestion) =>
  useInfiniteQuery({
    queryKey: caseKeys.list(question),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/cases', { params: { query: { ...question, cursor: pageParam, limit: 50 } }, signal })),
    ...byCursor,
  })

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: caseKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/cases/{id}', { params: { path: { id } }, signal })),
  })
export const useCase = (id: string) => useQuery({ ...caseQuery(id), enabled: id !== '' })

/** Other cases of a customer. The server searches names and addresses, so what it finds is compared by id. */
export const useCasesOf = (customer: CaseFile['customer'], but: string) =>
  useQuery({
    queryKey: caseKeys.of(customer?.id ?? ''),
    queryFn: ({ signal }) =>
      data(
        api.GET('/cases', {
          params: { query: { search: customer?.external_id ?? customer?.email ?? customer?.name, limit: 50 } },
          signal,
        }),
      ),
    enabled: Boolean(customer?.external_id ?? customer?.email ?? customer?.name),
    select: (page) => (page.items ?? []).filter((one) => one.customer?.id === customer?.id && one.id !== but),
  })

export const useCaseOptions = () =>
  useQuery({
    queryKey: ['case-options'] as const,
    queryFn: ({ signal }) => data(api.GET('/case-options', { signal })),
    staleTime: 60_000,
    select: (lists) => ({
      /** Those that can be chosen: in use, and not below a retired one. */
      causes: (lists.causes ?? []).filter(
        (c) => !c.retired && !lists.causes?.some((over) => over.key === c.parent && over.retired),
      ),
      /** Retired ones too, for reading what cases have. */
      all: lists.causes ?? [],
      outcomes: lists.outcomes ?? [],
    }),
  })

const tag = (version: number) => ({ 'If-Match': `"${version}"` })

/** Calls that change cases, for deeds of several steps; `settled` makes the screen follow. */
export function useCaseCalls() {
  const client = useQueryClient()
  const kept = (file: CaseFile) => {
    client.setQueryData(caseKeys.one(file.id), file)
    return file
  }
  return {
    /** How the case stands now, from the server. */
    read: (id: string) => client.fetchQuery({ ...caseQuery(id), staleTime: 0 }),
    move: (id: string, version: number, body: Move) =>
      data(api.POST('/cases/{id}/state', { params: { path: { id }, header: tag(version) }, body })).then(kept),
    edit: (id: string, version: number, body: CaseEdit) =>
      data(api.PATCH('/cases/{id}', { params: { path: { id }, header: tag(version) }, body })).then(kept),
    note: (id: string, text: string, mentions?: string[]) =>
      data(api.POST('/cases/{id}/notes', { params: { path: { id } }, body: { text, mentions } })).then(kept),
    settled: () => client.invalidateQueries({ queryKey: caseKeys.all }),
  }
}

export function useOpenCase() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewCase) =>
      data(api.POST('/cases', { body, params: { header: { 'Idempotency-Key': idempotencyKey() } } })),
    onSuccess: (file) => {
      client.setQueryData(caseKeys.one(file.id), file)
      return client.invalidateQueries({ queryKey: caseKeys.all })
    },
  })
}
