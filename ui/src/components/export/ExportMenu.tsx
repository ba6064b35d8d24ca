import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { asProblem } from '../../api/problem'
import { type Format, fetchFile, useOrderExport, type Wish } from '../../core/exporting'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { Button } from '../Button'
import { useToasts } from '../feedback/Toasts'
import { Menu } from '../Menu'
import { usePhone } from '../usePhone'

/** Exports what a screen shows: small files arrive at once, large ones are made meanwhile and found under Exports. */
export function ExportMenu({ wish, disabled }: { wish: Omit<Wish, 'format'>; disabled?: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const router = useRouter()
  const toasts = useToasts()
  const phone = usePhone()
  const order = useOrderExport()
  const may = useMay('export.write')
  if (!may) return null
  const send = async (kind: Format) => {
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
  const entry = (kind: Format, label: string) => ({ label, onSelect: () => void send(kind) })
  return (
    <Menu
      trigger={
        <Button icon="export" square={phone} busy={order.isPending} disabled={disabled}>
          {t`Export`}
        </Button>
      }
      entries={[
        { kind: 'label', label: t`All of this slice as` },
        entry('xlsx', t`Excel (XLSX)`),
        entry('csv', t`CSV`),
        entry('parquet', t`Parquet`),
        { kind: 'divider' },
        { label: t`My exports`, icon: 'list', onSelect: () => void router.navigate({ href: '/exports' }) },
      ]}
    />
  )
}
