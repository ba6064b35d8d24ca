import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import type { Format, Wish } from '../../core/exporting'
import { useMay } from '../../core/session'
import { Button } from '../Button'
import { Menu } from '../Menu'
import { usePhone } from '../usePhone'
import { useExport } from './useExport'

/** Exports what a screen shows. */
export function ExportMenu({ wish, disabled }: { wish: Omit<Wish, 'format'>; disabled?: boolean }) {
  const { t } = useLingui()
  const router = useRouter()
  const phone = usePhone()
  const { busy, send } = useExport()
  if (!useMay('export.write')) return null
  const entry = (kind: Format, label: string) => ({ label, onSelect: () => void send(wish, kind) })
  return (
    <Menu
      trigger={
        <Button icon="export" square={phone} busy={busy} disabled={disabled}>
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
