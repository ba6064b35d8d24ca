import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, dataWithTag, type Item, idempotencyKey } from '../../api/client'
import { useMay } from '../../core/session'

export type BrandPromise = Item<'/promises'>
export type PromiseInput = Body<'/promises', 'post'>
export type Tenet = NonNullable<BrandPromise['tenets']>[number]
export type Gap = NonNullable<BrandPromise['gaps']>[number]
export type Kept = NonNullable<Answer<'/promises/{id}/kept', 'get'>['items']>[number]
export type Process = Item<'/processes'>
export type ProcessInput = Body<'/processes', 'post'>
export type Priority = Item<'/priorities'>
export type PriorityInput = Body<'/priorities', 'post'>
export type Tagged = { data: BrandPromise; tag: string }

export const promiseKeys = {
  all: ['promises'] as const,
  one: (id: string) => ['promises', 'one', id] as const,
  kept: (id: string, from?: string, to?: string) => ['figures', 'kept', id, from ?? '', to ?? ''] as const,
}
export const processKeys = { all: ['processes'] as const }
export const priorityKeys = { all: ['priorities'] as const }

export const usePromises = () =>
  useQuery({
    queryKey: promiseKeys.all,
    queryFn: ({ signal }) => data(api.GET('/promises', { signal })),
    select: (list) => list.items ?? [],
  })

export const loadPromise = (id: string, signal?: AbortSignal): Promise<Tagged> =>
  dataWithTag(api.GET('/promises/{id}', { params: { path: { id } }, signal }))

export const putPromise = (id: string, tag: string, body: PromiseInput): Promise<Tagged> =>
  dataWithTag(api.PUT('/promises/{id}', { params: { path: { id }, header: { 'If-Match': tag } }, body }))

export const usePromise = (id: string) =>
  useQuery({ queryKey: promiseKeys.one(id), queryFn: ({ signal }) => loadPromise(id, signal) })

/** How well each tenet is kept in a period. While another one is fetched the old figures stay. */
export const useKept = (id: string, period: { from: string; to: string } | null, ready: boolean) =>
  useQuery({
    queryKey: promiseKeys.kept(id, period?.from, period?.to),
    queryFn: ({ signal }) =>
      data(
        api.GET('/promises/{id}/kept', {
          params: { path: { id }, query: { from: period?.from, to: period?.to } },
          signal,
        }),
      ),
    select: (list) => list.items ?? [],
    enabled: useMay('figure.read') && ready,
    placeholderData: keepPreviousData,
  })

export const useProcesses = () =>
  useQuery({
    queryKey: processKeys.all,
    queryFn: ({ signal }) => data(api.GET('/processes', { signal })),
    select: (list) => list.items ?? [],
  })

export const usePriorities = () =>
  useQuery({
    queryKey: priorityKeys.all,
    queryFn: ({ signal }) => data(api.GET('/priorities', { signal })),
    select: (list) => list.items ?? [],
  })

/** The segments of customers, by name: to whom a promise may be made. */
export const useSegments = () =>
  useQuery({
    queryKey: ['customer-fields'] as const,
    queryFn: ({ signal }) => data(api.GET('/customer-fields', { signal })),
    select: (fields) => fields.segments ?? [],
    enabled: useMay('customer.read'),
  })

/** What was said of promises in the guided set-up. */
export const useSaid = () =>
  useQuery({
    queryKey: ['setup-guide', 'answers'] as const,
    queryFn: () => dataWithTag(api.GET('/setup/guide')),
    select: (state) => (state.data.answers.promises ?? []).map((p) => p.text),
    enabled: useMay('setup.write'),
  })

/** What is sent of a promise as it stands. */
export const inputOf = (p: BrandPromise): PromiseInput => ({
  brand: p.brand,
  segment: p.segment,
  text: p.text,
  owner: p.owner,
  tenets: p.tenets ?? [],
})

export function usePromiseCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: promiseKeys.all })
  const version = (v: number) => ({ 'If-Match': `"${v}"` })
  return {
    create: useMutation({
      mutationFn: (body: PromiseInput) =>
        data(api.POST('/promises', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSettled: settled,
    }),
    /** Brings a deleted draft back, a revision as the revision that it was. */
    bringBack: useMutation({
      mutationFn: async (was: BrandPromise) => {
        if (!was.revises) {
          return data(api.POST('/promises', { body: inputOf(was), headers: { 'Idempotency-Key': idempotencyKey() } }))
        }
        const begun = await data(api.POST('/promises/{id}/revision', { params: { path: { id: was.revises } } }))
        // Where somebody else began a revision meanwhile and wrote in it, theirs stays and this says so.
        return data(
          api.PUT('/promises/{id}', {
            params: { path: { id: begun.id }, header: { 'If-Match': '"1"' } },
            body: inputOf(was),
          }),
        )
      },
      onSettled: settled,
    }),
    inForce: useMutation({
      mutationFn: ({ id, tag }: { id: string; tag: string }) =>
        data(api.POST('/promises/{id}/in-force', { params: { path: { id }, header: { 'If-Match': tag } } })),
      onSettled: settled,
    }),
    revise: useMutation({
      mutationFn: (id: string) => data(api.POST('/promises/{id}/revision', { params: { path: { id } } })),
      onSettled: settled,
    }),
    retire: useMutation({
      mutationFn: (id: string) => data(api.POST('/promises/{id}/retired', { params: { path: { id } } })),
      onSettled: settled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/promises/{id}', { params: { path: { id } } })),
      onSettled: settled,
    }),
    addProcess: useMutation({
      mutationFn: (body: ProcessInput) =>
        data(api.POST('/processes', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSettled: () => client.invalidateQueries({ queryKey: processKeys.all }),
    }),
    editProcess: useMutation({
      mutationFn: ({ id, version: v, body }: { id: string; version: number; body: ProcessInput }) =>
        data(api.PUT('/processes/{id}', { params: { path: { id }, header: version(v) }, body })),
      onSettled: () => client.invalidateQueries({ queryKey: processKeys.all }),
    }),
    removeProcess: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/processes/{id}', { params: { path: { id } } })),
      onSettled: () => client.invalidateQueries({ queryKey: processKeys.all }),
    }),
  }
}

export function usePriorityCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: priorityKeys.all })
  return {
    add: useMutation({
      mutationFn: (body: PriorityInput) =>
        data(api.POST('/priorities', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSettled: settled,
    }),
    edit: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: PriorityInput }) =>
        data(api.PUT('/priorities/{id}', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body })),
      onSettled: settled,
    }),
    order: useMutation({
      mutationFn: (ids: string[]) => data(api.PUT('/priorities', { body: { ids } })),
      // The list stands in its new order at once; the answer, or what is stored, settles it.
      onMutate: (ids) =>
        client.setQueryData<Answer<'/priorities', 'get'>>(
          priorityKeys.all,
          (list) =>
            list && {
              ...list,
              items: ids.flatMap((id, at) => {
                const one = list.items?.find((p) => p.id === id)
                return one ? [{ ...one, rank: at + 1 }] : []
              }),
            },
        ),
      onSettled: settled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/priorities/{id}', { params: { path: { id } } })),
      onSettled: settled,
    }),
  }
}
