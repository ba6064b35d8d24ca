import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, dataWithTag, idempotencyKey } from '../../api/client'

export type State = Answer<'/setup/guide', 'get'>
export type Answers = Body<'/setup/guide', 'put'>
export type Promised = Answers['promises'][number]
export type Proposal = Answer<'/setup/guide/proposal', 'get'>
export type Item = Proposal['items'][number]
export type Section = Item['section']
export type Choice = Body<'/setup/guide/runs', 'post'>['items'][number]
export type Run = Answer<'/setup/guide/runs/{id}', 'get'>
export type Made = Run['made'][number]

export type Tagged = { data: State; tag: string }

export const guideKeys = {
  all: ['setup-guide'] as const,
  answers: ['setup-guide', 'answers'] as const,
  proposal: (tag: string) => ['setup-guide', 'proposal', tag] as const,
  runs: ['setup-guide', 'runs'] as const,
  run: (id: string) => ['setup-guide', 'runs', id] as const,
}

export const loadAnswers = (): Promise<Tagged> => dataWithTag(api.GET('/setup/guide'))

export const putAnswers = (body: Answers, tag: string): Promise<Tagged> =>
  dataWithTag(api.PUT('/setup/guide', { params: { header: { 'If-Match': tag } }, body }))

export const useAnswers = () => useQuery({ queryKey: guideKeys.answers, queryFn: loadAnswers })

/** What follows from the answers with that tag. */
export const useProposal = (tag: string, enabled: boolean) =>
  useQuery({
    queryKey: guideKeys.proposal(tag),
    queryFn: ({ signal }) => data(api.GET('/setup/guide/proposal', { signal })),
    enabled,
  })

export const useRuns = () =>
  useQuery({
    queryKey: guideKeys.runs,
    queryFn: ({ signal }) => data(api.GET('/setup/guide/runs', { signal })),
    select: (list) => list.items ?? [],
  })

export const useRun = (id: string) =>
  useQuery({
    queryKey: guideKeys.run(id),
    queryFn: ({ signal }) => data(api.GET('/setup/guide/runs/{id}', { params: { path: { id } }, signal })),
  })

/** Makes what was taken. `key` stays the same while the same lines are sent, so that a lost answer makes nothing twice. */
export function useApply() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ items, tag, key }: { items: Choice[]; tag: string; key: string }) =>
      data(
        api.POST('/setup/guide/runs', {
          params: { header: { 'If-Match': tag } },
          headers: { 'Idempotency-Key': key },
          body: { items },
        }),
      ),
    onSuccess: (run) => {
      client.setQueryData(guideKeys.run(run.id), run)
      // Anything may have been made: every list is asked again.
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' && q.queryKey[1] !== 'answers' })
    },
    onSettled: () => client.invalidateQueries({ queryKey: guideKeys.answers }),
  })
}

export function useTakeBack() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.POST('/setup/guide/runs/{id}/undo', { params: { path: { id } } })),
    onSuccess: (run) => {
      client.setQueryData(guideKeys.run(run.id), run)
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' })
    },
  })
}

export const newKey = idempotencyKey
