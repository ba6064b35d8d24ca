import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item } from '../../api/client'
import { caseKeys } from './queries'

export type Reply = Item<'/cases/{id}/replies'>
export type Letter = Body<'/cases/{id}/replies', 'post'>
export type Template = NonNullable<Answer<'/reply-templates', 'get'>['items']>[number]
export type Preview = Answer<'/cases/{id}/replies/preview', 'post'>

/** The first words name what live events make stale. */
export const replyKeys = {
  of: (id: string) => ['replies', id] as const,
  templates: ['reply-templates'] as const,
}

export const useReplies = (id: string) =>
  useQuery({
    queryKey: replyKeys.of(id),
    queryFn: ({ signal }) => data(api.GET('/cases/{id}/replies', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
  })

export const useTemplates = () =>
  useQuery({
    queryKey: replyKeys.templates,
    queryFn: ({ signal }) => data(api.GET('/reply-templates', { signal })),
    select: (list) => ({ items: list.items ?? [], fields: list.fields ?? [] }),
  })

export function useReplyCalls(id: string) {
  const client = useQueryClient()
  const path = { id }
  const settled = () =>
    client.invalidateQueries({
      predicate: (q) => ['replies', 'case', 'cases'].includes(String(q.queryKey[0])),
    })
  return {
    preview: (subject: string, text: string) =>
      data(api.POST('/cases/{id}/replies/preview', { params: { path }, body: { subject, text } })),
    send: (body: Letter, key: string) =>
      data(api.POST('/cases/{id}/replies', { params: { path, header: { 'Idempotency-Key': key } }, body })),
    undo: (reply: string) => data(api.DELETE('/cases/{id}/replies/{reply}', { params: { path: { id, reply } } })),
    received: (text: string, reopen: boolean, key: string) =>
      data(
        api.POST('/cases/{id}/received', {
          params: { path, header: { 'Idempotency-Key': key } },
          body: { text, reopen },
        }),
      ),
    settled,
    /** Everything about the case again: the story tells it. */
    again: () => client.invalidateQueries({ queryKey: caseKeys.one(id) }),
  }
}
