import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data } from '../../api/client'
import { readProblem } from '../../api/problem'

export const lists = ['units', 'people', 'employees', 'customers', 'purchases', 'subscriptions'] as const
export type ListName = (typeof lists)[number]
export type Look = Answer<'/roster/units/look', 'post'>
export type Run = Answer<'/roster/{id}', 'get'>
export type Line = NonNullable<Look['lines']>[number]
type Wish = Body<'/roster/units/look', 'post'>

export const rosterKeys = {
  one: (id: string) => ['roster', id] as const,
  runs: (list: ListName) => ['roster', 'runs', list] as const,
  look: (list: ListName, wish: Wish) => ['roster-look', list, wish] as const,
}

/** Sends a file in; what comes back names it. */
export async function sendFile(file: File): Promise<string> {
  const answer = await fetch(`/api/v1/imports/uploads?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'Content-Type': file.type || 'application/octet-stream' },
    body: file,
  })
  if (!answer.ok) throw await readProblem(answer)
  return ((await answer.json()) as { upload: string }).upload
}

export const useLook = (list: ListName, wish: Wish) =>
  useQuery({
    queryKey: rosterKeys.look(list, wish),
    queryFn: ({ signal }) => data(api.POST(`/roster/${list}/look`, { body: wish, signal })),
    enabled: wish.upload !== '',
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
  })

export function useTake(list: ListName) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: Wish) => data(api.POST(`/roster/${list}`, { body: wish })),
    onSuccess: (run) => {
      client.setQueryData(rosterKeys.one(run.id), run)
      void client.invalidateQueries({ queryKey: rosterKeys.runs(list) })
    },
  })
}

export function useTakeBack() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.POST('/roster/{id}/undo', { params: { path: { id } } })),
    onSuccess: (run) => {
      client.setQueryData(rosterKeys.one(run.id), run)
      void client.invalidateQueries({ queryKey: ['roster'] })
    },
  })
}

export const useRun = (id: string) =>
  useQuery({
    queryKey: rosterKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/roster/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
  })

export const useRuns = (list: ListName) =>
  useQuery({
    queryKey: rosterKeys.runs(list),
    queryFn: async ({ signal }) =>
      (await data(api.GET('/roster', { params: { query: { list } }, signal }))).items ?? [],
  })
