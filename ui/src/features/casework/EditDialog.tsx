import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useFormat } from '../../words/i18n'
import { fromLocal, toLocal } from '../../words/zone'
import { Meanwhile } from './Meanwhile'
import type { Case } from './queries'
import { useCaseDeeds } from './useCaseDeeds'
import { type Severity, severities, useSeverityWords } from './words'

/** Title, severity and due date of a case. */
export function EditDialog({ of, onClose }: { of: Case; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const deeds = useCaseDeeds()
  const words = useSeverityWords()
  const [seen, setSeen] = useState(of)
  const [stale, setStale] = useState<'changed' | 'loaded'>()
  const { zone } = format
  const form = useForm({
    id: 'edit-case',
    initial: { title: of.title, severity: of.severity as string, due_at: toLocal(of.due_at, zone) },
    labels: { title: t`Title`, severity: t`Severity`, due_at: t`Due` },
    check: (v) => ({
      title: v.title.trim() ? undefined : t`Give the case a title`,
      due_at: fromLocal(v.due_at, zone) ? undefined : t`Enter a date and a time`,
    }),
    send: async (v) => {
      const due = fromLocal(v.due_at, zone) as string
      try {
        await deeds.edit(seen.id, seen.version, {
          title: v.title.trim() === seen.title ? undefined : v.title.trim(),
          severity: v.severity === seen.severity ? undefined : (v.severity as Severity),
          due_at: v.due_at === toLocal(seen.due_at, zone) ? undefined : due,
        })
      } catch (error) {
        if (asProblem(error)?.status !== 412) throw error
        setStale('changed')
        return
      }
      await deeds.settled()
      toasts.show(t`The case is changed`)
      onClose()
    },
  })
  const reload = async () => {
    setSeen(await deeds.read(seen.id))
    setStale('loaded')
  }
  const { title, severity, due_at } = seen
  const due = format.dateTime(due_at)
  const word = words[severity]
  const ref = of.ref
  return (
    <FormDialog title={t`Change ${ref}`} deed={t`Save`} form={form} onClose={onClose}>
      <Meanwhile state={stale} onReload={reload}>
        <Trans>
          It is now “{title}”, severity {word}, due {due}. Save again to make it as entered here.
        </Trans>
      </Meanwhile>
      <TextInput label={form.labels.title} maxLength={200} data-autofocus {...form.field('title')} />
      <div>
        <p className="small second" style={{ marginBottom: 4 }}>
          {form.labels.severity}
        </p>
        <SegmentedControl
          label={form.labels.severity}
          value={form.values.severity as Severity}
          onChange={(severity) => form.set({ severity })}
          options={severities.map((one) => ({ value: one, label: words[one] }))}
        />
      </div>
      <TextInput
        type="datetime-local"
        label={form.labels.due_at}
        description={t`In the organisation’s time zone, ${zone}`}
        {...form.field('due_at')}
      />
    </FormDialog>
  )
}
