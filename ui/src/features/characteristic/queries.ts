/** The characteristics of service, how groups stand in them, and assessment sheets. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, dataWithTag, type Item, idempotencyKey } from '../../api/client'

export type Characteristic = Item<'/characteristics'>
export type Binding = Characteristic['bindings'][number]
export type Input = Body<'/characteristics', 'post'>
export type Matrix = Answer<'/characteristic-scores', 'get'>
export type Row = Matrix['rows'][number]
export type Cell = NonNullable<Row['cells']>[number]
export type Comparison = Answer<'/characteristics/{key}/comparison', 'get'>
export type Point = Comparison['points'][number]
export type Sheet = Item<'/assessment-sheets'>
export type SheetInput = Body<'/assessment-sheets', 'post'>
export type Slice = { by: string; where?: string[]; from?: string; to?: string }

const keys = {
  all: ['characteristics'] as const,
  scores: (slice: Slice) => ['figures', 'characteristics', slice] as const,
  compare: (key: string, binding: number, slice: Slice) => ['figures', 'characteristic', key, binding, slice] as const,
  sheets: ['sheets'] as const,
  sheet: (id: string) => ['sheets', 'one', id] as const,
}

export const useCharacteristics = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: ({ signal }) => data(api.GET('/characteristics', { signal })),
    select: (list) => list.items ?? [],
  })

export const useMatrix = (slice: Slice) =>
  useQuery({
    queryKey: keys.scores(slice),
    queryFn: ({ signal }) => data(api.GET('/characteristic-scores', { params: { query: slice }, signal })),
    placeholderData: keepPreviousData,
  })

export const useComparison = (key: string, binding: number, slice: Slice) =>
  useQuery({
    queryKey: keys.compare(key, binding, slice),
    queryFn: ({ signal }) =>
      data(
        api.GET('/characteristics/{key}/comparison', {
          params: { path: { key }, query: { ...slice, binding } },
          signal,
        }),
      ),
    enabled: key !== '',
    placeholderData: keepPreviousData,
  })

export const useSheets = () =>
  useQuery({
    queryKey: keys.sheets,
    queryFn: ({ signal }) => data(api.GET('/assessment-sheets', { params: { query: { limit: 200 } }, signal })),
    select: (list) => list.items ?? [],
  })

export const useSheet = (id: string) =>
  useQuery({
    queryKey: keys.sheet(id),
    queryFn: ({ signal }) => dataWithTag(api.GET('/assessment-sheets/{id}', { params: { path: { id } }, signal })),
    enabled: id !== 'new',
  })

export const usePast = (id: string) =>
  useQuery({
    queryKey: [...keys.sheet(id), 'past'],
    queryFn: ({ signal }) => data(api.GET('/assessment-sheets/{id}/past', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
    enabled: id !== 'new',
  })

export function useDeeds() {
  const client = useQueryClient()
  const changed = () => {
    void client.invalidateQueries({ queryKey: keys.all })
    void client.invalidateQueries({ queryKey: ['figures'] })
  }
  const assessed = () => {
    void client.invalidateQueries({ queryKey: keys.sheets })
    void client.invalidateQueries({ queryKey: ['figures', 'characteristics'] })
  }
  return {
    add: useMutation({
      mutationFn: (body: Input) => data(api.POST('/characteristics', { body })),
      onSuccess: changed,
    }),
    edit: useMutation({
      mutationFn: ({ key, version, body }: { key: string; version: number; body: Input }) =>
        data(
          api.PUT('/characteristics/{key}', {
            params: { path: { key }, header: { 'If-Match': `"${version}"` } },
            body,
          }),
        ),
      onSuccess: changed,
    }),
    drop: useMutation({
      mutationFn: (key: string) => data(api.DELETE('/characteristics/{key}', { params: { path: { key } } })),
      onSuccess: changed,
    }),
    assess: useMutation({
      mutationFn: (body: SheetInput) =>
        data(api.POST('/assessment-sheets', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body })),
      onSuccess: assessed,
    }),
    reassess: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: SheetInput }) =>
        data(
          api.PUT('/assessment-sheets/{id}', {
            params: { path: { id }, header: { 'If-Match': `"${version}"` } },
            body,
          }),
        ),
      onSuccess: assessed,
    }),
    discard: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/assessment-sheets/{id}', { params: { path: { id } } })),
      onSuccess: assessed,
    }),
  }
}
