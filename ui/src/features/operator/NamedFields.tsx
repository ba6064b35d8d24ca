import { useLingui } from '@lingui/react/macro'
import { MultiSelect } from '@mantine/core'
import type { Form } from '../../components/form/useForm'
import { useMetrics } from '../../core/metrics'
import { useUnits } from '../../core/organisation'

type Named = { metrics: string[]; units: string[] }

/** A closed list of metrics and of units. */
export function NamedFields<V extends Named & Record<string, unknown>>({ form: wider }: { form: Form<V> }) {
  const { t } = useLingui()
  // Every form here has these two fields; the rest is not looked at.
  const form = wider as unknown as Form<Named>
  const metrics = useMetrics().data ?? []
  const units = useUnits().data ?? []
  return (
    <>
      <MultiSelect
        label={form.labels.metrics}
        data={metrics.map((m) => ({ value: m.key, label: m.name }))}
        searchable
        nothingFoundMessage={t`No metric is called that`}
        {...form.control('metrics')}
      />
      <MultiSelect
        label={form.labels.units}
        description={t`Each with all below it. None is the whole organisation.`}
        data={units.map((u) => ({ value: u.id, label: u.name }))}
        searchable
        nothingFoundMessage={t`No unit is called that`}
        {...form.control('units')}
      />
    </>
  )
}

/** The names of metrics and units, for lists of what was named. */
export function useNames() {
  const { t } = useLingui()
  const metrics = useMetrics().data ?? []
  const units = useUnits().data ?? []
  return {
    metrics: (keys: readonly string[] | null | undefined) =>
      (keys ?? []).map((key) => metrics.find((m) => m.key === key)?.name ?? key).join(', '),
    units: (ids: readonly string[] | null | undefined) =>
      ids?.length ? ids.map((id) => units.find((u) => u.id === id)?.name ?? id).join(', ') : t`Whole organisation`,
  }
}
