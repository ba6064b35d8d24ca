import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Notice } from '../../components/feedback/ErrorState'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useFormat } from '../../words/i18n'
import css from './importing.module.css'
import { beside, type FileColumn, type Measure } from './mapping'
import { scaleOf } from './queries'
import type { Preview } from './StartCard'

type Way = 'drop' | 'reject' | 'wider'
type Off = NonNullable<Preview['beside']>[string]

/**
 * Values that don't fit the scale: how many, since when, and the three ways to treat them. The scale that they were
 * found beside is remembered with what was found, so that taking the wider one can be taken back.
 */
export function ScaleTrap({
  column,
  measure,
  found,
  onChange,
}: {
  column: FileColumn
  measure: Measure
  /** What the preview counted off the scale over the whole file. */
  found: Off | undefined
  onChange: (patch: Partial<Measure>) => void
}) {
  const outside = beside(measure, column)
  const [seen, setSeen] = useState<{ scale: [number, number]; off?: Off }>()
  const scale = outside ? scaleOf(measure) : seen?.scale
  const off = outside ? (found ?? seen?.off) : seen?.off
  const [low, high] = scaleOf(measure)
  const moved = seen?.scale[0] !== low || seen?.scale[1] !== high
  if (outside && (moved || (found && found !== seen?.off))) setSeen({ scale: [low, high], off: found })
  if (!scale) return null
  return (
    <Trap
      column={column}
      scale={scale}
      off={off}
      way={outside ? (measure.out_of_scale ?? 'reject') : 'wider'}
      onWay={(way) => {
        if (way === 'wider') {
          const [min, max] = [Math.min(scale[0], column.min ?? scale[0]), Math.max(scale[1], column.max ?? scale[1])]
          onChange({ scale: [min, max], out_of_scale: undefined })
        } else onChange({ scale, out_of_scale: way === 'drop' ? 'drop' : undefined })
      }}
    />
  )
}

function Trap({
  column,
  scale,
  off,
  way,
  onWay,
}: {
  column: FileColumn
  scale: [number, number]
  off: Off | undefined
  way: Way
  onWay: (way: Way) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const above = !off || off.above >= off.below
  const count = off ? off.above + off.below : 0
  const [widest, lowest] = [format.number(column.max ?? scale[1]), format.number(scale[0])]
  const limit = format.number(scale[1])
  const first = off?.first ? format.day(off.first) : ''
  const both = off && off.above > 0 && off.below > 0
  return (
    <div className={css.trap}>
      <Notice tone="soon" icon="warning">
        {count === 0 ? (
          <Trans>Some values lie beside the scale.</Trans>
        ) : both ? (
          <Trans>
            {count} values lie outside {lowest} to {limit}, the first on {first}.
          </Trans>
        ) : above ? (
          <Plural
            value={count}
            one={`# value is above ${limit}, on ${first}.`}
            other={`# values are above ${limit}, the first on ${first}. Did the scale change then?`}
          />
        ) : (
          <Plural
            value={count}
            one={`# value is below ${lowest}, on ${first}.`}
            other={`# values are below ${lowest}, the first on ${first}.`}
          />
        )}
        <div className={css.ways}>
          <SegmentedControl
            label={t`What to do with values beside the scale of ${column.name}`}
            value={way}
            onChange={onWay}
            options={[
              { value: 'drop', label: t`Drop them` },
              { value: 'reject', label: t`Reject the rows` },
              { value: 'wider', label: t`Scale to ${widest}` },
            ]}
          />
        </div>
        <p className="small" style={{ paddingTop: 6 }}>
          {way === 'drop' && (
            <Trans>The rows come in without this score, and the metric says from when it can’t be compared.</Trans>
          )}
          {way === 'reject' && <Trans>The whole rows are refused; you can download them with their reasons.</Trans>}
          {way === 'wider' && (
            <Trans>Scores from before and after are counted on one scale, though people were asked on two.</Trans>
          )}
        </p>
      </Notice>
    </div>
  )
}
