import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useFormat } from '../../words/i18n'
import { type Known, useEmployeeDeeds } from './queries'

/** The day from which somebody isn't there any more. */
export function LeaveDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const deeds = useEmployeeDeeds()
  const form = useForm({
    id: 'leave',
    initial: { left_on: format.isoDay(Date.now()) },
    labels: { left_on: t`First day on which they aren’t there any more` },
    check: (v) => ({ left_on: v.left_on ? undefined : t`Enter the day` }),
    send: async (v) => {
      const before = known.stays ?? []
      const now = await deeds.edit(known.id, known.version, { left_on: v.left_on })
      onClose()
      const name = now.name
      const undo = async () => {
        const back = await deeds.edit(now.id, now.version, { left_on: '' })
        await deeds.stays(back.id, back.version, before)
      }
      toasts.show(t`${name} left on ${format.day(v.left_on)}`, {
        undo: () => void undo().catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
      })
    },
  })
  const { name } = known
  return (
    <FormDialog title={t`${name} left`} deed={t`Save`} form={form} onClose={onClose}>
      <p className="second small">
        {t`Their time in a unit ends that day. Signals, cases and figures stay as they are.`}
      </p>
      <TextInput label={form.labels.left_on} type="date" data-autofocus {...form.field('left_on')} />
    </FormDialog>
  )
}
