import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, Modal, TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import type { Metric } from '../../core/metrics'
import { scaleUnits } from './define'
import { useEditMetric } from './queries'

/** What people call a metric, and what its scores are measured in. */
export function RenameMetric({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const { t } = useLingui()
  const edit = useEditMetric()
  const form = useForm({
    id: 'rename',
    initial: { name: metric.name, scale_unit: metric.scale_unit },
    labels: { name: t`Name`, scale_unit: t`Measured in` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it the name people will read` }),
    send: async (v) => {
      await edit.mutateAsync({ metric, name: v.name.trim(), scale_unit: v.scale_unit })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={t`Rename this metric`} centered withCloseButton={false}>
      <FormFrame
        form={form}
        name={t`Rename this metric`}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy} disabled={!form.changed}>
              <Trans>Save</Trans>
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
        <Autocomplete
          label={form.labels.scale_unit}
          description={t`A currency such as EUR can be typed`}
          {...form.control('scale_unit')}
          onChange={(scale_unit) => form.set({ scale_unit })}
          data={[...scaleUnits]}
          filter={({ options }) => options}
        />
      </FormFrame>
    </Modal>
  )
}
