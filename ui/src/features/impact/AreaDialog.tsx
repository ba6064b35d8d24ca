import { useLingui } from '@lingui/react/macro'
import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useMetrics } from '../../core/metrics'
import { useMembers, useTouchPoints } from '../../core/organisation'
import { readNumber } from './numbers'
import { type AreaInput, type Detail, useImpactCalls } from './queries'

/** An impact area: where it is, what counts as failing, who answers for it. */
export function AreaDialog({ of: shown, tag, onClose }: { of?: Detail; tag?: string; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useImpactCalls()
  const [of] = useState(shown)
  const points = useTouchPoints().data ?? []
  const members = useMembers().data ?? []
  const metrics = useMetrics().data ?? []
  const limit = of?.failing.at_most ?? of?.failing.at_least
  const form = useForm({
    id: 'area',
    initial: {
      name: of?.name ?? '',
      touch_points: (of?.touch_points ?? []) as string[],
      owner: (of?.owner ?? null) as string | null,
      metric: (of?.failing.metric ?? null) as string | null,
      limit: limit === undefined ? '' : String(limit),
      note: of?.note ?? '',
    },
    labels: {
      name: t`Name`,
      touch_points: t`Touch points`,
      owner: t`Who answers for it`,
      metric: t`Failing is told by`,
      limit: t`It fails from this score on`,
      note: t`Note`,
    },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Give it a name`,
      touch_points: v.touch_points.length > 0 ? undefined : t`Choose at least one touch point`,
      limit: v.limit.trim() === '' || readNumber(v.limit) !== null ? undefined : t`Type a number`,
    }),
    send: async (v) => {
      const at = readNumber(v.limit)
      const metric = metrics.find((m) => m.key === v.metric)
      const failing: AreaInput['failing'] = v.metric ? { metric: v.metric } : {}
      if (metric && at !== null) failing[metric.direction === 'down' ? 'at_least' : 'at_most'] = at
      const body: AreaInput = {
        name: v.name.trim(),
        touch_points: v.touch_points,
        segment: of?.segment,
        owner: v.owner ?? undefined,
        failing,
        note: v.note.trim() || undefined,
      }
      if (of && tag) await calls.edit.mutateAsync({ id: of.id, tag, body })
      else await calls.create.mutateAsync(body)
      const name = body.name
      toasts.show(of ? t`${name} is saved` : t`${name} is added`)
      onClose()
    },
  })
  return (
    <FormDialog
      title={of ? t`Change this area` : t`Add an impact area`}
      deed={of ? t`Save` : t`Add`}
      form={form}
      size={560}
      onClose={onClose}
    >
      <TextInput
        label={form.labels.name}
        placeholder={t`Disputed payments`}
        maxLength={120}
        data-autofocus
        {...form.field('name')}
      />
      <MultiSelect
        label={form.labels.touch_points}
        data={points.map((p) => ({ value: p.key, label: p.name }))}
        searchable
        nothingFoundMessage={t`No touch point is called that`}
        {...form.control('touch_points')}
      />
      <FieldRow>
        <Select
          label={form.labels.metric}
          placeholder={t`chosen from what is heard`}
          data={metrics
            .filter((m) => !m.archived || m.key === of?.failing.metric)
            .map((m) => ({ value: m.key, label: m.name }))}
          clearable
          searchable
          {...form.control('metric')}
        />
        <TextInput
          label={form.labels.limit}
          placeholder={t`the lowest two fifths`}
          inputMode="decimal"
          disabled={!form.values.metric}
          {...form.field('limit')}
        />
      </FieldRow>
      <Select
        label={form.labels.owner}
        data={members.filter((m) => m.active || m.id === of?.owner).map((m) => ({ value: m.id, label: m.name }))}
        searchable
        clearable
        nothingFoundMessage={t`Nobody is called that`}
        {...form.control('owner')}
      />
      <Textarea label={form.labels.note} autosize minRows={2} maxRows={6} maxLength={2000} {...form.field('note')} />
    </FormDialog>
  )
}
