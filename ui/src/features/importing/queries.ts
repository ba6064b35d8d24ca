import { keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { api, type Body, data, type Item } from '../../api/client'
import { byCursor } from '../../api/queries'
import { type FileColumn, high, low, type Mapping, type Measure } from './mapping'

export type Import = Item<'/imports'>

export const importKeys = {
  all: ['imports'] as const,
  one: (id: string) => ['import', id] as const,
  // Not under `imports`: its events come several times a second, and a preview reads the whole file.
  preview: (upload: string, mapping: Mapping) => ['import-preview', upload, mapping] as const,
  probe: (upload: string, at: Mapping['at'], column: string, from: number, to: number) =>
    ['import-probe', upload, at, column, from, to] as const,
}

export const useImports = () =>
  useInfiniteQuery({
    queryKey: importKeys.all,
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/imports', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
    ...byCursor,
  })

export const useImport = (id: string) =>
  useQuery({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/imports/{id}', { params: { path: { id } }, signal })),
  })

export const previewQuery = (upload: string, mapping: Mapping) =>
  queryOptions({
    queryKey: importKeys.preview(upload, mapping),
    queryFn: ({ signal }) => data(api.POST('/imports/preview', { body: { upload, mapping }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

/**
 * How many numbers of a column lie beside a scale, and when the first was heard: a preview in which only those rows
 * are good. Blank values have no key and are refused with the rest.
 */
export function useBeside(upload: string, mapping: Mapping, column: FileColumn, scale: readonly [number, number]) {
  const [min, max] = [column.min ?? 0, column.max ?? 0]
  const above = max > scale[1]
  const [from, to] = above ? [scale[1] + 0.001, max] : [min, scale[0] - 0.001]
  return useQuery({
    queryKey: importKeys.probe(upload, mapping.at, column.name, from, to),
    queryFn: async ({ signal }) => {
      const measure: Measure = { column: column.name, scale: [from, to], out_of_scale: 'reject', scoring: 'mean' }
      const only: Mapping = {
        at: mapping.at,
        kind: mapping.kind,
        key: { column: column.name },
        measures: { values_beside_the_scale: measure },
      }
      const found = await data(api.POST('/imports/preview', { body: { upload, mapping: only }, signal }))
      return { count: found.counts.accepted + found.counts.duplicates, first: found.earliest, above }
    },
    enabled: from <= to && mapping.at.column !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

export function useStartImport() {
  return useMutation({
    mutationFn: ({ retryKey, body }: { retryKey: string; body: Body<'/imports', 'post'> }) =>
      data(api.POST('/imports', { params: { header: { 'Idempotency-Key': retryKey } }, body })),
  })
}

export const cancelImport = (id: string) => data(api.POST('/imports/{id}/cancel', { params: { path: { id } } }))
export const undoImport = (id: string) => data(api.POST('/imports/{id}/undo', { params: { path: { id } } }))

export const scaleOf = (measure: Measure): [number, number] => [low(measure), high(measure)]
