import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import { type BrandPromise, inputOf, promiseKeys, usePromiseCalls } from './queries'

/** What can be done with a promise as it stands. A failure says why; a deleted draft can be brought back. */
export function useDeeds(of: BrandPromise, tag: string) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const router = useRouter()
  const toasts = useToasts()
  const calls = usePromiseCalls()
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  const go = (href: string) => void router.navigate({ href })
  const again = () => void client.invalidateQueries({ queryKey: promiseKeys.all })
  return {
    busy: calls.inForce.isPending || calls.retire.isPending || calls.revise.isPending || calls.remove.isPending,
    putInForce: () =>
      calls.inForce.mutate(
        { id: of.id, tag },
        {
          onSuccess: () => void toasts.show(t`It is promised from now on`),
          onError: (error) => {
            failed(error)
            again()
          },
        },
      ),
    revise: () => calls.revise.mutate(of.id, { onSuccess: (next) => go(`/promise/${next.id}/edit`), onError: failed }),
    /** May fail: the dialog that asked says why. */
    retire: () => calls.retire.mutateAsync(of.id).then(() => void toasts.show(t`It isn’t promised any more`)),
    makeAgain: () =>
      calls.create.mutate(inputOf(of), { onSuccess: (next) => go(`/promise/${next.id}/edit`), onError: failed }),
    remove: () => {
      calls.remove.mutate(of.id, {
        onSuccess: () => {
          go('/promise')
          // This page has gone by then, and with it whatever waits for the end of a `mutate`.
          toasts.show(t`The draft is deleted`, {
            undo: () => void calls.bringBack.mutateAsync(of).then((back) => go(`/promise/${back.id}`), failed),
          })
        },
        onError: failed,
      })
    },
  }
}

export type PromiseDeeds = ReturnType<typeof useDeeds>
