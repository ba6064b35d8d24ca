import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, idempotencyKey } from '../../api/client'
import type { Commitment } from '../../core/commitments'
import { type CaseFile, caseKeys } from './queries'

export type { Commitment }
export type Clock = NonNullable<CaseFile['clocks']>[number]
export type Link = NonNullable<CaseFile['links']>[number]
export type Follower = NonNullable<CaseFile['followers']>[number]
export type Bulk = Body<'/cases/bulk', 'post'>
export type Batch = Answer<'/cases/bulk', 'post'>

/** Who may see cases, and who of them may own some. */
export const useColleagues = () =>
  useQuery({
    queryKey: ['users', 'colleagues'] as const,
    queryFn: ({ signal }) => data(api.GET('/case-people', { signal })),
    staleTime: 60_000,
    select: (list) => list.items ?? [],
  })

/** Cases by reference, title or customer, to choose one from. */
export const useCaseChoice = (search: string) =>
  useQuery({
    queryKey: [...caseKeys.all, 'choice', search] as const,
    queryFn: ({ signal }) => data(api.GET('/cases', { params: { query: { search, limit: 10 } }, signal })),
    enabled: search.trim() !== '',
    select: (page) => page.items ?? [],
  })

const tag = (version: number) => ({ 'If-Match': `"${version}"` })

/** Calls about what stands beside a case; each leaves the case as the server answers it. */
export function useBesideCalls() {
  const client = useQueryClient()
  const kept = (file: CaseFile) => {
    client.setQueryData(caseKeys.one(file.id), file)
    return file
  }
  const again = (id: string | undefined) =>
    Promise.all([
      client.invalidateQueries({ queryKey: caseKeys.all }),
      id ? client.invalidateQueries({ queryKey: caseKeys.one(id) }) : undefined,
    ])
  return {
    again,
    watch: (id: string, user: string, on: boolean) =>
      data(
        on
          ? api.PUT('/cases/{id}/watchers/{user}', { params: { path: { id, user } } })
          : api.DELETE('/cases/{id}/watchers/{user}', { params: { path: { id, user } } }),
      ).then(kept),
    link: (id: string, other: string, on: boolean) =>
      data(
        on
          ? api.PUT('/cases/{id}/links/{other}', { params: { path: { id, other } } })
          : api.DELETE('/cases/{id}/links/{other}', { params: { path: { id, other } } }),
      ).then(kept),
    parent: (id: string, version: number, parent: string) =>
      data(api.PUT('/cases/{id}/parent', { params: { path: { id }, header: tag(version) }, body: { parent } })).then(
        kept,
      ),
    merge: (id: string, version: number, into: string) =>
      data(api.POST('/cases/{id}/merge', { params: { path: { id }, header: tag(version) }, body: { into } })).then(
        kept,
      ),
    unmerge: (id: string) => data(api.POST('/cases/{id}/unmerge', { params: { path: { id } } })).then(kept),
    split: (id: string, body: Body<'/cases/{id}/split', 'post'>) =>
      data(
        api.POST('/cases/{id}/split', {
          params: { path: { id }, header: { 'Idempotency-Key': idempotencyKey() } },
          body,
        }),
      ).then(kept),
    commit: (of: Commitment, body: Body<'/commitments/{id}', 'patch'>) =>
      data(api.PATCH('/commitments/{id}', { params: { path: { id: of.id }, header: tag(of.version) }, body })),
    bulk: (body: Bulk) => data(api.POST('/cases/bulk', { body })),
    undoBulk: (batch: string) => data(api.POST('/cases/bulk/{batch}/undo', { params: { path: { batch } } })),
  }
}
