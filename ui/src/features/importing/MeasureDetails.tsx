import { useLingui } from '@lingui/react/macro'
import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { Fault } from './faults'
import css from './importing.module.css'
import { KeyField } from './KeyField'
import { high, low, type Mapping, type Measure } from './mapping'
import { useMeasureName, useScoringWords } from './words'

/** Everything about a score that can be changed. */
export function MeasureDetails({
  id,
  measureKey,
  measure,
  mapping,
  faults,
  onChange,
  set,
}: {
  id: string
  measureKey: string
  measure: Measure
  mapping: Mapping
  faults: readonly Fault[]
  onChange: (mapping: Mapping) => void
  set: (patch: Partial<Measure>) => void
}) {
  const { t } = useLingui()
  const nameOf = useMeasureName()
  const scoring = useScoringWords()(measure)
  const said = (field: string) => faults.find((f) => f.field === `measure.${measureKey}.${field}`)?.message
  const scale = (at: 0 | 1, value: number | string) => {
    if (value === '' || !Number.isFinite(Number(value))) return
    set({ scale: at === 0 ? [Number(value), high(measure)] : [low(measure), Number(value)] })
  }
  return (
    <div className={css.details} id={id}>
      <div className={css.pair}>
        <TextInput
          label={t`Name`}
          value={measure.name ?? ''}
          placeholder={nameOf(measureKey, measure)}
          error={said('name')}
          onChange={(event) => set({ name: event.currentTarget.value || undefined })}
        />
        <KeyField
          of="measures"
          label={t`Key of the metric`}
          value={measureKey}
          error={said('key') ?? said('column')}
          mapping={mapping}
          onChange={onChange}
        />
      </div>
      <div className={css.pair}>
        <NumberInput
          label={t`Scale from`}
          hideControls
          value={low(measure)}
          error={said('scale')}
          onChange={(value) => scale(0, value)}
        />
        <NumberInput label={t`to`} hideControls value={high(measure)} onChange={(value) => scale(1, value)} />
      </div>
      <div className={css.pair}>
        <NativeSelect
          label={t`Figure`}
          value={measure.scoring}
          error={said('scoring')}
          data={Object.entries(scoring).map(([value, label]) => ({ value, label }))}
          onChange={(event) => set({ scoring: event.currentTarget.value as Measure['scoring'], from: undefined })}
        />
        {measure.scoring === 'top_box' && (
          <NumberInput
            label={t`Counts from`}
            hideControls
            value={measure.from ?? high(measure)}
            error={said('from')}
            onChange={(value) => set({ from: value === '' ? undefined : Number(value) })}
          />
        )}
      </div>
      <div className={css.pair}>
        <WordsField measure={measure} error={said('not_rated')} set={set} />
        <NativeSelect
          label={t`Values beside the scale`}
          value={measure.out_of_scale ?? 'reject'}
          error={said('out_of_scale')}
          data={[
            { value: 'reject', label: t`Reject the row` },
            { value: 'drop', label: t`Leave the value out` },
          ]}
          onChange={(event) => set({ out_of_scale: event.currentTarget.value === 'drop' ? 'drop' : undefined })}
        />
      </div>
      <div className={css.pair}>
        <TextInput
          label={t`Comparable until`}
          description={t`Where the scale changed and the file doesn’t show it`}
          type="date"
          value={measure.comparable_until ?? ''}
          error={said('comparable_until')}
          onChange={(event) => set({ comparable_until: event.currentTarget.value || undefined })}
        />
        {measure.comparable_until !== undefined && (
          <TextInput
            label={t`Why`}
            value={measure.note ?? ''}
            error={said('note')}
            onChange={(event) => set({ note: event.currentTarget.value || undefined })}
          />
        )}
      </div>
    </div>
  )
}

/** Values that mean "not rated", with commas between; read when the field is left. */
function WordsField({
  measure,
  error,
  set,
}: {
  measure: Measure
  error?: string
  set: (patch: Partial<Measure>) => void
}) {
  const { t } = useLingui()
  const said = (measure.not_rated ?? []).join(', ')
  return (
    <TextInput
      key={said}
      label={t`Values for “not rated”`}
      description={t`Values with commas between, such as 0, n/a`}
      defaultValue={said}
      error={error}
      onBlur={(event) => {
        const words = event.currentTarget.value.split(',').map((word) => word.trim())
        const read = words.filter(Boolean).map((word) => (Number.isFinite(Number(word)) ? Number(word) : word))
        if (read.join(', ') !== said) set({ not_rated: read.length > 0 ? read : undefined })
      }}
    />
  )
}
