import { useLingui } from '@lingui/react/macro'
import { useKept } from '../../core/views'
import { explain } from '../../words/problems'
import { useToasts } from '../feedback/Toasts'

type Item = { kind: 'view' | 'dashboard'; id: string; name: string }

/** Deleting with a way back, and the side bar: the same for views and dashboards. */
export function useKeptDeeds() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useKept()
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  return {
    async remove({ kind, id, name }: Item): Promise<boolean> {
      try {
        await calls.remove.mutateAsync({ kind, id })
      } catch (error) {
        failed(error)
        return false
      }
      toasts.show(t`“${name}” is deleted`, { undo: () => void calls.restore.mutateAsync({ kind, id }).catch(failed) })
      return true
    },
    pin({ kind, id, name }: Item, on: boolean) {
      calls.pin.mutate(
        { kind, id, on },
        {
          onSuccess: () => toasts.show(on ? t`“${name}” is in your side bar` : t`“${name}” is out of your side bar`),
          onError: failed,
        },
      )
    },
    failed,
  }
}
