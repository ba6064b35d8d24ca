/** Signals: lists behind a figure, one signal, correcting and erasing it. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, data, type Item } from '../../api/client'
import { byCursor } from '../../api/queries'
import type { CorrectedSignal } from './correction'

/** A signal, and where it was searched for what stands around the words in its comments. */
export type Signal = Item<'/signals'> & { excerpts?: { text: string; hit?: boolean }[][] | null }
export type SignalDetail = Answer<'/signals/{id}', 'get'>
export type Measure = NonNullable<Signal['measures']>[number]

export type SignalQuestion = {
  where?: string[]
  from?: string
  to?: string
  metric?: string
  score?: 'answered' | 'left_out'
  has?: 'comment'
}

export const signalKeys = {
  all: ['signals'] as const,
  list: (question: SignalQuestion) => [...signalKeys.all, 'list', question] as const,
  found: (question: SearchQuestion) => [...signalKeys.all, 'found', question] as const,
  one: (id: string) => [...signalKeys.all, 'one', id] as const,
}

export const useSignals = (question: SignalQuestion, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: signalKeys.list(question),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/signals', { params: { query: { ...question, cursor: pageParam, limit: 50 } }, signal })),
    ...byCursor,
    enabled,
  })

export type SearchQuestion = {
  q: string
  where?: string[]
  from?: string
  to?: string
  sort: 'newest' | 'relevance'
}

/** Signals whose comments hold some words, with what stands around them. */
export const useSearch = (question: SearchQuestion, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: signalKeys.found(question),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/search', { params: { query: { ...question, cursor: pageParam, limit: 50 } }, signal })),
    ...byCursor,
    enabled,
  })

export const useSignal = (id: string) =>
  useQuery({
    queryKey: signalKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/signals/{id}', { params: { path: { id } }, signal })),
  })

/** The import a signal came from, for its name; nobody needs it where the caller may not see imports. */
export const useImportName = (id: string | undefined, enabled: boolean) =>
  useQuery({
    queryKey: ['import', id] as const,
    queryFn: ({ signal }) => data(api.GET('/imports/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: enabled && id !== undefined,
  })

const stale = ['signals', 'figures', 'dimensions', 'cases'] as const

export function useCorrect(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CorrectedSignal) =>
      // The description says of a measure what the server keeps, not the number or null that is sent.
      data(api.PUT('/signals/{id}', { params: { path: { id } }, body: body as never })),
    onSuccess: () => Promise.all(stale.map((noun) => client.invalidateQueries({ queryKey: [noun] }))),
  })
}

export function useErase(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => data(api.DELETE('/signals/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      // Asking for it again would only fetch "not found" while the page is being left.
      client.removeQueries({ queryKey: signalKeys.one(id) })
      await Promise.all(
        stale.map((noun) =>
          client.invalidateQueries({ predicate: (q) => q.queryKey[0] === noun && q.queryKey[2] !== id }),
        ),
      )
    },
  })
}
