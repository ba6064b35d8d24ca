import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useFormat } from '../../words/i18n'
import { type Known, useEmployeeDeeds } from './queries'
import { moved } from './stays'
import { useUnitName, useUnitOptions } from './units'

/** From a day on in another unit; what went on ends that day. */
export function MoveDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const deeds = useEmployeeDeeds()
  const units = useUnitOptions()
  const named = useUnitName()
  const form = useForm({
    id: 'move-employee',
    initial: { items: units.find((u) => u.value !== known.unit)?.value ?? '', from: format.isoDay(Date.now()) },
    labels: { items: t`Unit`, from: t`From` },
    check: (v) => ({ from: v.from ? undefined : t`Enter the day` }),
    send: async (v) => {
      const before = known.stays ?? []
      const now = await deeds.stays(known.id, known.version, moved(before, v.items, v.from))
      onClose()
      const [name, unit] = [now.name, named(v.items)]
      toasts.show(t`${name} belongs to ${unit} from ${format.day(v.from)}`, {
        undo: () =>
          void deeds
            .stays(now.id, now.version, before)
            .catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
      })
    },
  })
  const { name } = known
  return (
    <FormDialog title={t`Move ${name}`} deed={t`Move`} form={form} onClose={onClose}>
      <FieldRow>
        <NativeSelect label={form.labels.items} data={units} data-autofocus {...form.field('items')} />
        <TextInput label={form.labels.from} type="date" {...form.field('from')} />
      </FieldRow>
    </FormDialog>
  )
}
