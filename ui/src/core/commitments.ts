import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../api/client'

export type Commitment = Item<'/commitments'>

export const commitmentKeys = {
  all: ['commitments'] as const,
  list: (view: object) => ['commitments', 'list', view] as const,
  one: (id: string) => ['commitments', 'one', id] as const,
}

/** Everything that shows commitments: their list, cases, a customer's timeline. */
const shown = ['commitments', 'cases', 'case', 'timeline']

/** Promise something, and move what was promised; the screens that show it follow. */
export function useCommitmentCalls() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ predicate: (query) => shown.includes(String(query.queryKey[0])) })
  const promise = useMutation({
    mutationFn: (body: Body<'/commitments', 'post'>) =>
      data(api.POST('/commitments', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body })),
    onSettled,
  })
  const move = useMutation({
    mutationFn: ({ of, body }: { of: Pick<Commitment, 'id' | 'version'>; body: Body<'/commitments/{id}', 'patch'> }) =>
      data(
        api.PATCH('/commitments/{id}', {
          params: { path: { id: of.id }, header: { 'If-Match': `"${of.version}"` } },
          body,
        }),
      ),
    onSettled,
  })
  return { promise, move }
}
