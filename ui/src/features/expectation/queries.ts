import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../../api/client'

export type Expectation = Item<'/expectations'>
export type ExpectationInput = Body<'/expectations', 'post'>

const key = ['expectations'] as const

export const useExpectations = () =>
  useQuery({
    queryKey: key,
    queryFn: ({ signal }) => data(api.GET('/expectations', { signal })),
    select: (list) => list.items ?? [],
  })

export function useExpectationCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: key })
  return {
    add: useMutation({
      mutationFn: (body: ExpectationInput) =>
        data(api.POST('/expectations', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSettled: settled,
    }),
    edit: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: ExpectationInput }) =>
        data(api.PUT('/expectations/{id}', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body })),
      onSettled: settled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/expectations/{id}', { params: { path: { id } } })),
      onSettled: settled,
    }),
  }
}

/** What is sent of an expectation as it stands. */
export const inputOf = (e: Expectation): ExpectationInput => ({
  name: e.name,
  kind: e.kind,
  on: e.on,
  signals: e.signals,
  touch_point: e.touch_point,
  channel: e.channel,
  attribute: e.attribute,
  hours: e.hours,
  days: e.days,
  answer_at: e.answer_at,
})
