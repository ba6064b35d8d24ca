import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Customer = Item<'/customers'>
export type Known = Answer<'/customers/{id}', 'get'>
export type CustomerEdit = Body<'/customers/{id}', 'patch'>
export type Identifier = NonNullable<Known['identifiers']>[number]
export type Consent = NonNullable<Known['consents']>[number]
export type Entry = Item<'/customers/{id}/timeline'>
export type EntryKind = Entry['kind']
export type Score = Item<'/customers/{id}/scores'>
export type Duplicate = Item<'/customers/{id}/duplicates'>
export type Pair = Item<'/customer-duplicates'>
export type Fields = Answer<'/customer-fields', 'get'>
export type Attribute = NonNullable<Fields['attributes']>[number]
export type Channel = NonNullable<Known['preferences']['channels']>[number]

/** `timeline` is what signals and cases that come in make stale as well. */
export const customerKeys = {
  all: ['customers'] as const,
  list: (search: string, segment: string) => ['customers', 'list', search, segment] as const,
  one: (id: string) => ['customers', 'one', id] as const,
  timeline: (id: string, kind: string) => ['timeline', id, kind] as const,
  scores: (id: string) => ['timeline', 'scores', id] as const,
  duplicates: (id: string) => ['customers', 'duplicates', id] as const,
  pairs: ['customers', 'pairs'] as const,
  fields: ['customer-fields'] as const,
}

export const useCustomers = (search: string, segment: string) =>
  useInfiniteQuery({
    queryKey: customerKeys.list(search, segment),
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET('/customers', {
          params: {
            query: { search: search || undefined, segment: segment || undefined, cursor: pageParam, limit: 100 },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    ...byCursor,
  })

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: customerKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/customers/{id}', { params: { path: { id } }, signal })),
  })
export const useCustomer = (id: string) => useQuery({ ...customerQuery(id), enabled: id !== '' })

export const useTimeline = (id: string, kind: string) =>
  useInfiniteQuery({
    queryKey: customerKeys.timeline(id, kind),
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET('/customers/{id}/timeline', {
          params: { path: { id }, query: { kind: kind ? [kind] : undefined, cursor: pageParam, limit: 30 } },
          signal,
        }),
      ),
    ...byCursor,
  })

export const useScores = (id: string) =>
  useQuery({
    queryKey: customerKeys.scores(id),
    queryFn: ({ signal }) => data(api.GET('/customers/{id}/scores', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
  })

export const useDuplicates = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: customerKeys.duplicates(id),
    queryFn: ({ signal }) => data(api.GET('/customers/{id}/duplicates', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
    enabled,
  })

export const usePairs = () =>
  useQuery({
    queryKey: customerKeys.pairs,
    queryFn: ({ signal }) => data(api.GET('/customer-duplicates', { params: { query: { limit: 100 } }, signal })),
    select: (list) => list.items ?? [],
  })

export const useFields = () =>
  useQuery({
    queryKey: customerKeys.fields,
    queryFn: ({ signal }) => data(api.GET('/customer-fields', { signal })),
  })

/** Who a search finds, for choosing one. */
export const useChoice = (search: string) =>
  useQuery({
    queryKey: [...customerKeys.all, 'choice', search] as const,
    queryFn: ({ signal }) =>
      data(api.GET('/customers', { params: { query: { search: search || undefined, limit: 10 } }, signal })),
    select: (list) => list.items ?? [],
    placeholderData: keepPreviousData,
  })

const tag = (version: number) => ({ 'If-Match': `"${version}"` })

/** What can be done with customers. Each call makes the screens follow. */
export function useCustomerDeeds() {
  const client = useQueryClient()
  const settled = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: customerKeys.all }),
      client.invalidateQueries({ queryKey: ['timeline'] }),
      client.invalidateQueries({ queryKey: ['cases'] }),
      client.invalidateQueries({ queryKey: ['signals'] }),
    ])
  const kept = async (known: Known) => {
    client.setQueryData(customerKeys.one(known.id), known)
    await settled()
    return known
  }
  return {
    read: (id: string) => client.fetchQuery({ ...customerQuery(id), staleTime: 0 }),
    add: (body: Body<'/customers', 'post'>) =>
      data(api.POST('/customers', { body, headers: { 'Idempotency-Key': idempotencyKey() } })).then(kept),
    edit: (id: string, version: number, body: CustomerEdit) =>
      data(api.PATCH('/customers/{id}', { params: { path: { id }, header: tag(version) }, body })).then(kept),
    consent: (id: string, body: Body<'/customers/{id}/consents', 'post'>) =>
      data(
        api.POST('/customers/{id}/consents', {
          params: { path: { id } },
          body,
          headers: { 'Idempotency-Key': idempotencyKey() },
        }),
      ).then(kept),
    purchase: (id: string, body: Body<'/customers/{id}/purchases', 'post'>) =>
      data(api.POST('/customers/{id}/purchases', { params: { path: { id } }, body })).then(kept),
    merge: (id: string, version: number, body: Body<'/customers/{id}/merges', 'post'>) =>
      data(
        api.POST('/customers/{id}/merges', {
          params: { path: { id }, header: { ...tag(version), 'Idempotency-Key': idempotencyKey() } },
          body,
        }),
      ).then(kept),
    unmerge: (merge: string) =>
      data(api.POST('/customer-merges/{id}/undo', { params: { path: { id: merge } } })).then(kept),
    different: (id: string, other: string, different: boolean) =>
      data(api.PUT('/customers/{id}/different/{other}', { params: { path: { id, other } }, body: { different } })).then(
        () => settled(),
      ),
  }
}

export function useSetFields() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ version, ...body }: { version: number } & Body<'/customer-fields', 'put'>) =>
      data(api.PUT('/customer-fields', { params: { header: tag(version) }, body })),
    onSuccess: (fields) => client.setQueryData(customerKeys.fields, fields),
  })
}
