import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, idempotencyKey } from '../../../api/client'
import { journeyKeys } from '../queries'

export type Incoming = Body<'/journey-imports/preview', 'post'>
export type Preview = Answer<'/journey-imports/preview', 'post'>
export type Mend = NonNullable<Incoming['mends']>[number]

export function useExchangeCalls() {
  const client = useQueryClient()
  return {
    preview: useMutation({ mutationFn: (body: Incoming) => data(api.POST('/journey-imports/preview', { body })) }),
    take: useMutation({
      mutationFn: (body: Incoming) =>
        data(api.POST('/journey-imports', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
      onSuccess: () => client.invalidateQueries({ queryKey: journeyKeys.all }),
    }),
  }
}
