/** Saved views, dashboards, pins and links, and the figures that definitions come to. */
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer as AnswerOf, api, type Body, data, dataWithTag, type Item, idempotencyKey } from '../api/client'
import { useMay } from './session'

export type SavedView = Item<'/views'>
export type Spec = SavedView['spec']
export type Shape = Spec['shape']
/** What a definition shows now: its figures, one a metric, and what period, comparison and grain came to. */
export type Told = NonNullable<AnswerOf<'/views/answer', 'post'>['items']>[number]
export type Board = Item<'/dashboards'>
export type Tile = Board['tiles'][number]
export type BoardBody = Body<'/dashboards', 'post'>
export type ViewBody = Body<'/views', 'post'>
export type Pin = Item<'/pins'>
export type Link = Item<'/links'>

export const viewKeys = {
  all: ['views'] as const,
  one: (id: string) => ['views', 'one', id] as const,
  answer: (specs: readonly Spec[]) => ['figures', 'answer', specs] as const,
}
export const boardKeys = {
  all: ['dashboards'] as const,
  one: (id: string) => ['dashboards', 'one', id] as const,
}
export const pinKeys = { all: ['pins'] as const }
export const linkKeys = { all: ['links'] as const, of: (item: string) => ['links', item] as const }

/** The figures of definitions, all in one request. While others are fetched the old ones stand in. */
export const useAnswers = (specs: readonly Spec[], enabled: boolean) =>
  useQuery({
    queryKey: viewKeys.answer(specs),
    queryFn: async ({ signal }) => {
      const list = await data(api.POST('/views/answer', { body: { specs: [...specs] }, signal }))
      return { specs, answers: list.items ?? [] }
    },
    enabled: enabled && specs.length > 0,
    placeholderData: keepPreviousData,
  })

export const useViews = () =>
  useQuery({
    queryKey: viewKeys.all,
    queryFn: ({ signal }) => data(api.GET('/views', { signal })),
    select: (list) => list.items ?? [],
    enabled: useMay('figure.read'),
  })

export const boardsQuery = queryOptions({
  queryKey: boardKeys.all,
  queryFn: ({ signal }) => data(api.GET('/dashboards', { signal })),
  select: (list) => list.items ?? [],
})
export const useBoards = () => useQuery(boardsQuery)

export const useBoard = (id: string) =>
  useQuery({ queryKey: boardKeys.one(id), queryFn: ({ signal }) => loadBoard(id, signal) })

export const loadBoard = (id: string, signal?: AbortSignal) =>
  dataWithTag(api.GET('/dashboards/{id}', { params: { path: { id } }, signal }))

export const putBoard = (id: string, tag: string, body: BoardBody) =>
  dataWithTag(api.PUT('/dashboards/{id}', { params: { path: { id }, header: { 'If-Match': tag } }, body }))

export const usePins = () =>
  useQuery({
    queryKey: pinKeys.all,
    queryFn: ({ signal }) => data(api.GET('/pins', { signal })),
    select: (list) => list.items ?? [],
    enabled: useMay('figure.read'),
  })

/** After any change: lists, side bar, and dashboards that follow a view. */
function useRefresh() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [viewKeys.all, boardKeys.all, pinKeys.all].map((queryKey) =>
        client.invalidateQueries({ queryKey: [...queryKey] }),
      ),
    )
}

export function useSaveView() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ view, body }: { view?: Pick<SavedView, 'id' | 'version'>; body: ViewBody }) =>
      view
        ? data(
            api.PUT('/views/{id}', {
              params: { path: { id: view.id }, header: { 'If-Match': `"${view.version}"` } },
              body,
            }),
          )
        : data(api.POST('/views', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: refresh,
  })
}

export function useCreateBoard() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: BoardBody) =>
      data(api.POST('/dashboards', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: refresh,
  })
}

type Kept = { kind: 'view' | 'dashboard'; id: string }

/** Deletes, brings back, and pins both nouns alike. */
export function useKept() {
  const refresh = useRefresh()
  const params = (id: string) => ({ params: { path: { id } } })
  const remove = useMutation({
    mutationFn: ({ kind, id }: Kept) =>
      kind === 'view' ? data(api.DELETE('/views/{id}', params(id))) : data(api.DELETE('/dashboards/{id}', params(id))),
    onSuccess: refresh,
  })
  const restore = useMutation({
    mutationFn: ({ kind, id }: Kept) =>
      kind === 'view'
        ? data(api.POST('/views/{id}/restore', params(id)))
        : data(api.POST('/dashboards/{id}/restore', params(id))),
    onSuccess: refresh,
  })
  const pin = useMutation({
    mutationFn: ({ kind, id, on }: Kept & { on: boolean }) =>
      kind === 'view'
        ? on
          ? data(api.PUT('/views/{id}/pin', params(id)))
          : data(api.DELETE('/views/{id}/pin', params(id)))
        : on
          ? data(api.PUT('/dashboards/{id}/pin', params(id)))
          : data(api.DELETE('/dashboards/{id}/pin', params(id))),
    onSuccess: refresh,
  })
  return { remove, restore, pin }
}

export const useLinks = (item: string, enabled: boolean) =>
  useQuery({
    queryKey: linkKeys.of(item),
    queryFn: ({ signal }) => data(api.GET('/links', { params: { query: { item } }, signal })),
    select: (list) => list.items ?? [],
    enabled,
  })

export function useMakeLink() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/links', 'post'>) =>
      data(api.POST('/links', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: linkKeys.all }),
  })
}

export function useRevokeLink() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/links/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: linkKeys.all }),
  })
}
