import { useLingui } from '@lingui/react/macro'
import { useToasts } from '../../components/feedback/Toasts'

/** Says what was done and offers to take it back; says so where that fails. */
export function useUndo(): (done: string, back: () => Promise<unknown>) => void {
  const { t } = useLingui()
  const toasts = useToasts()
  return (done, back) =>
    toasts.show(done, {
      undo: () => void back().catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
    })
}
