import { useLingui } from '@lingui/react/macro'
import { asProblem } from '../../api/problem'
import { type Format, fetchFile, useOrderExport, type Wish } from '../../core/exporting'
import { useFormat } from '../../words/i18n'
import { useToasts } from '../feedback/Toasts'

/** Orders an export: a small file arrives at once, a large one is made meanwhile and found under Exports. */
export function useExport(): { busy: boolean; send: (wish: Omit<Wish, 'format'>, kind: Format) => Promise<void> } {
  const { t } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const order = useOrderExport()
  const send = async (wish: Omit<Wish, 'format'>, kind: Format) => {
    try {
      const made = await order.mutateAsync({ ...wish, format: kind })
      const rows = format.count(made.state === 'done' ? made.done : made.total)
      if (made.state === 'done') {
        fetchFile(made.id)
        toasts.show(t`Exported: ${rows} rows`)
      } else {
        toasts.show(t`${rows} rows are being written. You find the file under Exports.`)
      }
    } catch (error) {
      toasts.show(asProblem(error)?.message ?? t`The export didn’t work.`, { tone: 'failed' })
    }
  }
  return { busy: order.isPending, send }
}
