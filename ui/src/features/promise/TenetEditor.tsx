import { Trans, useLingui } from '@lingui/react/macro'
import { MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { metricDomain } from '../../components/figure/scale'
import { FieldRow } from '../../components/form/FormFrame'
import { Icon } from '../../components/Icon'
import { useMetrics } from '../../core/metrics'
import { useTouchPoints } from '../../core/organisation'
import { useFormat } from '../../words/i18n'
import { fieldId } from './draft'
import css from './editor.module.css'
import { MoveButtons } from './MoveButtons'
import { ProcessDialog } from './ProcessDialog'
import { type Gap, type Tenet, useProcesses } from './queries'
import { useDragged } from './useReorder'

/** One tenet and everything about it. Alt and an arrow move it. */
export function TenetEditor({
  tenet,
  at,
  count,
  errors,
  gap,
  onChange,
  onMoveTo,
  onRemove,
}: {
  tenet: Tenet
  at: number
  count: number
  errors: Record<string, string>
  gap: Gap | undefined
  onChange: (patch: Partial<Tenet>) => void
  onMoveTo: (to: number) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const key = tenet.id ?? String(at)
  const drag = useDragged('tenets', key, at)
  const number = at + 1
  const name = tenet.name.trim() || t`tenet ${number}`
  const field = (f: string) => ({ id: fieldId(f, key), error: errors[fieldId(f, key)] })
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMoveTo(event.key === 'ArrowUp' ? at - 1 : at + 1)
  }
  return (
    <li
      ref={drag.card}
      className={css.tenet}
      aria-label={t`Tenet ${number}`}
      data-dragged={drag.dragged || undefined}
      data-over={drag.over}
      onKeyDown={onKeyDown}
    >
      <div className={css.head}>
        <span ref={drag.handle} className={css.handle} title={t`Drag to move`} aria-hidden="true">
          <Icon name="drag" />
        </span>
        <span className="strong grow">{t`Tenet ${number}`}</span>
        <MoveButtons
          id={`tenet-${key}`}
          name={name}
          at={at}
          count={count}
          onMoveTo={onMoveTo}
          more={[{ label: t`Remove`, icon: 'trash', onSelect: onRemove }]}
        />
      </div>
      <div className={css.fields}>
        <TextInput
          label={t`What is promised`}
          placeholder={t`We call back when we said we would`}
          maxLength={120}
          {...field('name')}
          value={tenet.name}
          onChange={(e) => onChange({ name: e.currentTarget.value })}
        />
        <Textarea
          label={t`Visible behaviour`}
          description={t`What somebody would see people do who keep it`}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={1000}
          {...field('behaviour')}
          value={tenet.behaviour}
          onChange={(e) => onChange({ behaviour: e.currentTarget.value })}
        />
        <Measure tenet={tenet} field={field} onChange={onChange} />
        <Carriers tenet={tenet} field={field} onChange={onChange} />
        {gap && <p className="soon small">{gap.text}</p>}
      </div>
    </li>
  )
}

type Part = {
  tenet: Tenet
  field: (name: string) => { id: string; error: string | undefined }
  onChange: (patch: Partial<Tenet>) => void
}

/** By what one knows that it is kept, and from where on. */
function Measure({ tenet, field, onChange }: Part) {
  const { t } = useLingui()
  const format = useFormat()
  const metrics = useMetrics().data ?? []
  const metric = metrics.find((m) => m.key === tenet.metric)
  const [low, high] = metric ? metricDomain(metric) : [0, 0]
  const [from, to] = [format.withUnit(low, metric?.unit ?? ''), format.withUnit(high, metric?.unit ?? '')]
  const rises = metric?.better !== 'down'
  return (
    <FieldRow>
      <Select
        label={t`Metric`}
        description={t`Says how well it is kept`}
        data={metrics.map((m) => ({ value: m.key, label: m.name }))}
        searchable
        clearable
        nothingFoundMessage={t`No metric is called that`}
        {...field('metric')}
        value={tenet.metric || null}
        onChange={(key) =>
          onChange({ metric: key ?? undefined, target: key && key === tenet.metric ? tenet.target : undefined })
        }
      />
      <NumberInput
        label={t`Target`}
        description={
          metric
            ? rises
              ? t`Kept from here up, within ${from} to ${to}`
              : t`Kept from here down, within ${from} to ${to}`
            : t`Choose a metric first`
        }
        disabled={!metric}
        decimalScale={3}
        {...field('target')}
        value={tenet.target ?? ''}
        onChange={(value) => onChange({ target: typeof value === 'number' ? value : undefined })}
      />
    </FieldRow>
  )
}

/** Through what it reaches customers. A process that isn't there yet is made on the spot. */
function Carriers({ tenet, field, onChange }: Part) {
  const { t } = useLingui()
  const points = useTouchPoints().data ?? []
  const processes = useProcesses().data ?? []
  const [typed, setTyped] = useState('')
  const [making, setMaking] = useState<string>()
  return (
    <FieldRow>
      <MultiSelect
        label={t`Touch points that carry it`}
        data={points.map((p) => ({ value: p.key, label: p.name }))}
        searchable
        nothingFoundMessage={t`No touch point is called that`}
        {...field('touch_points')}
        value={tenet.touch_points ?? []}
        onChange={(touch_points) => onChange({ touch_points })}
      />
      <div>
        <MultiSelect
          label={t`Processes that carry it`}
          data={processes.map((p) => ({ value: p.id, label: p.name }))}
          searchable
          onSearchChange={setTyped}
          nothingFoundMessage={t`No process is called that`}
          {...field('processes')}
          value={tenet.processes ?? []}
          onChange={(list) => onChange({ processes: list })}
        />
        <button type="button" className="link small" onClick={() => setMaking(typed.trim())}>
          <Trans>Add a process</Trans>
        </button>
      </div>
      {making !== undefined && (
        <ProcessDialog
          name={making}
          may
          onClose={() => setMaking(undefined)}
          onMade={(made) => onChange({ processes: [...(tenet.processes ?? []), made.id] })}
        />
      )}
    </FieldRow>
  )
}
