import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Notice } from '../../components/feedback/ErrorState'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useFormat } from '../../words/i18n'
import css from './importing.module.css'
import { beside, type FileColumn, type Mapping, type Measure, type Upload } from './mapping'
import { scaleOf, useBeside } from './queries'

type Way = 'drop' | 'reject' | 'wider'

/**
 * Values that don't fit the scale: how many, since when, and the three ways to treat them. The scale that they were
 * found beside is remembered, so that taking the wider one can be taken back.
 */
export function ScaleTrap({
  upload,
  column,
  measure,
  mapping,
  onChange,
}: {
  upload: Upload
  column: FileColumn
  measure: Measure
  mapping: Mapping
  onChange: (patch: Partial<Measure>) => void
}) {
  const outside = beside(measure, column)
  const [seen, setSeen] = useState<[number, number]>()
  const scale = outside ? scaleOf(measure) : seen
  if (outside && (seen?.[0] !== measure.scale?.[0] || seen?.[1] !== measure.scale?.[1])) setSeen(scaleOf(measure))
  if (!scale) return null
  return (
    <Trap
      upload={upload}
      column={column}
      mapping={mapping}
      scale={scale}
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
  upload,
  column,
  mapping,
  scale,
  way,
  onWay,
}: {
  upload: Upload
  column: FileColumn
  mapping: Mapping
  scale: [number, number]
  way: Way
  onWay: (way: Way) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const found = useBeside(upload.upload, mapping, column, scale)
  const widest = format.number(column.max ?? scale[1])
  const limit = format.number(found.data?.above === false ? scale[0] : scale[1])
  const first = found.data?.first ? format.date(found.data.first) : ''
  const count = found.data?.count ?? 0
  if (found.isSuccess && count === 0) return null
  return (
    <div className={css.trap}>
      <Notice tone="soon" icon="warning">
        {!found.data ? (
          <Trans>Some values lie beside the scale.</Trans>
        ) : found.data.above ? (
          <Plural
            value={count}
            one={`# value is above ${limit}, on ${first}.`}
            other={`# values are above ${limit}, the first on ${first}. Did the scale change then?`}
          />
        ) : (
          <Plural
            value={count}
            one={`# value is below ${limit}, on ${first}.`}
            other={`# values are below ${limit}, the first on ${first}.`}
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
