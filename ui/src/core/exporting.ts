/** Exports: ordering one from any screen, and the list of those made. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../api/client'
import { byCursor } from '../api/queries'

export type Export = Item<'/exports'>
export type Wish = Body<'/exports', 'post'>
export type Format = Wish['format']

export const exportKeys = { all: ['exports'] as const }

export const fileOf = (id: string) => `/api/v1/exports/${id}/file`

export const useExports = () =>
  useInfiniteQuery({
    queryKey: exportKeys.all,
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/exports', { params: { query: { cursor: pageParam, limit: 50 } }, signal })),
    ...byCursor,
  })

export function useOrderExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Wish) =>
      data(api.POST('/exports', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: exportKeys.all }),
  })
}

export function useEndExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, deed }: { id: string; deed: 'cancel' | 'delete' }) => {
      if (deed === 'cancel') await data(api.POST('/exports/{id}/cancel', { params: { path: { id } } }))
      else await data(api.DELETE('/exports/{id}', { params: { path: { id } } }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: exportKeys.all }),
  })
}

/** Has the browser keep a file, as if a link to it had been followed. */
export function fetchFile(id: string): void {
  const link = document.createElement('a')
  link.href = fileOf(id)
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}
