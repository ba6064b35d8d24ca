import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { NamedFields } from './NamedFields'
import { useGrant } from './queries'

/** Lets the operator see named metrics of named units. */
export function AddGrant({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const grant = useGrant()
  const form = useForm({
    id: 'grant',
    initial: { metrics: [] as string[], units: [] as string[], until: '' },
    labels: { metrics: t`Metrics`, units: t`Units`, until: t`Last day` },
    check: (v) => ({ metrics: v.metrics.length > 0 ? undefined : t`Choose at least one metric` }),
    send: async (v) => {
      await grant.mutateAsync({ metrics: v.metrics, units: v.units, until: v.until || undefined })
      toasts.show(t`Granted`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Grant something`} deed={t`Grant`} form={form} onClose={onClose} size={520}>
      <NamedFields form={form} />
      <TextInput
        label={form.labels.until}
        description={t`May be left out: then it holds until you take it back.`}
        type="date"
        {...form.field('until')}
      />
    </FormDialog>
  )
}
