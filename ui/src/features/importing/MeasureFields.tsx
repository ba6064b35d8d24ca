import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { useId, useState } from 'react'
import { Button } from '../../components/Button'
import type { Fault } from './faults'
import css from './importing.module.css'
import { MeasureDetails } from './MeasureDetails'
import { type FileColumn, hasZero, type Mapping, type Measure, withMeasure, withZero, zerosBeside } from './mapping'
import { ScaleTrap } from './ScaleTrap'
import type { Preview } from './StartCard'
import { useMeasureName, useMeasureSummary } from './words'

/** How a column is a score: a line that sums it up, and everything that can be changed behind it. */
export function MeasureFields({
  column,
  measureKey,
  mapping,
  faults,
  off,
  onChange,
}: {
  column: FileColumn
  measureKey: string
  mapping: Mapping
  faults: readonly Fault[]
  /** What the preview found off each measure's scale. */
  off: Preview['beside'] | undefined
  onChange: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const nameOf = useMeasureName()
  const id = useId()
  const summary = useMeasureSummary()
  const [asked, setAsked] = useState(false)
  const measure = mapping.measures?.[measureKey]
  if (!measure) return null
  const wrong = faults.some((f) => f.field.startsWith(`measure.${measureKey}.`))
  const open = asked || wrong
  const zeros = zerosBeside(measure, column)
  const set = (patch: Partial<Measure>) => onChange(withMeasure(mapping, measureKey, patch))
  return (
    <>
      <div className={css.summary}>
        <div className={css.said}>
          <span>
            <b>{nameOf(measureKey, measure)}</b> <span className="second">{summary(measure, zeros)}</span>
          </span>
          {zeros && (
            <Checkbox
              size="xs"
              label={t`0 means “not rated”`}
              checked={hasZero(measure)}
              onChange={(event) => set({ not_rated: withZero(measure, event.currentTarget.checked) })}
            />
          )}
        </div>
        <Button kind="quiet" aria-expanded={open} aria-controls={id} onClick={() => setAsked(!open)} disabled={wrong}>
          {open ? <Trans>Close</Trans> : <Trans>Change</Trans>}
          <span className="vh"> {column.name}</span>
        </Button>
      </div>
      <ScaleTrap column={column} measure={measure} found={off?.[measureKey]} onChange={set} />
      {open && (
        <MeasureDetails
          id={id}
          measureKey={measureKey}
          measure={measure}
          mapping={mapping}
          faults={faults}
          onChange={onChange}
          set={set}
        />
      )}
    </>
  )
}
