import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'

export type Template = NonNullable<Answer<'/reply-templates', 'get'>['items']>[number]
export type TemplateInput = Body<'/reply-templates', 'post'>
export type Sender = Item<'/reply-senders'>

export const letterKeys = { templates: ['reply-templates'] as const, senders: ['reply-senders'] as const }

export const useTemplates = () =>
  useQuery({
    queryKey: letterKeys.templates,
    queryFn: ({ signal }) => data(api.GET('/reply-templates', { signal })),
    select: (list) => ({ items: list.items ?? [], fields: list.fields ?? [] }),
  })

export function useTemplateCalls() {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: letterKeys.templates })
  return {
    add: useMutation({
      mutationFn: (body: TemplateInput) =>
        data(api.POST('/reply-templates', { body, params: { header: { 'Idempotency-Key': idempotencyKey() } } })),
      onSuccess,
    }),
    edit: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: TemplateInput }) =>
        data(
          api.PUT('/reply-templates/{id}', {
            params: { path: { id }, header: { 'If-Match': `"${version}"` } },
            body,
          }),
        ),
      onSuccess,
    }),
    drop: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/reply-templates/{id}', { params: { path: { id } } })),
      onSuccess,
    }),
  }
}

export const useSenders = (enabled: boolean) =>
  useQuery({
    queryKey: letterKeys.senders,
    queryFn: ({ signal }) => data(api.GET('/reply-senders', { signal })),
    select: (list) => list.items ?? [],
    enabled,
  })

export function useSetSender() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Sender) => data(api.PUT('/reply-senders', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: letterKeys.senders }),
  })
}
