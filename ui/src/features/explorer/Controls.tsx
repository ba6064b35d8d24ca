import { useLingui } from '@lingui/react/macro'
import { breakdowns } from '../../components/charts/dimension'
import { Chooser } from '../../components/filter/Chooser'
import { SegmentedControl } from '../../components/SegmentedControl'
import { anyTime, fitting, grainWords, isTime, orders } from '../../components/view/spec'
import type { Shape, Spec } from '../../core/views'
import css from './explorer.module.css'
import type { Explorer } from './useExplorer'

const most = 4
const tops = [5, 10, 15, 25, 50, 100, 500]

/** What is shown and how: metrics, rows, columns, order, number of rows, shape. */
export function Controls({ explorer }: { explorer: Explorer }) {
  const { t } = useLingui()
  const { spec, change, metrics, dimensions } = explorer
  const by = spec.by ?? []
  const [rows = 'none', columns = 'none'] = by
  const grains: Record<(typeof grainWords)[number], string> = {
    time: t`Time`,
    day: t`Day`,
    week: t`Week`,
    month: t`Month`,
    quarter: t`Quarter`,
    year: t`Year`,
  }
  const choices = [
    ...breakdowns(dimensions).map((d) => ({ value: d.key, label: d.name })),
    ...grainWords.map((one) => ({ value: one as string, label: grains[one] })),
  ]
  const none = { value: 'none', label: t`nothing` }
  const known = (key: string) => choices.find((one) => one.value === key) ?? { value: key, label: key }
  const free = metrics.filter((m) => !spec.metrics.includes(m.key))
  const setBy = (next: string[]) => {
    const clean = next.filter((one) => one !== 'none')
    change({
      by: clean,
      shape: fitting(
        spec.shape === 'figure' && clean.length > 0 ? (clean.length === 2 ? 'heat' : 'bars') : spec.shape,
        clean.length,
      ),
    })
  }
  const setMetric = (at: number, key: string) =>
    change({ metrics: key === '' ? spec.metrics.toSpliced(at, 1) : spec.metrics.toSpliced(at, 1, key) })
  return (
    <div className={css.controls}>
      {spec.metrics.map((key, at) => (
        <Chooser
          key={key}
          label={at === 0 ? t`Metric` : t`and`}
          value={key}
          options={[
            ...(at > 0 ? [{ value: '', label: t`none` }] : []),
            ...metrics
              .filter((m) => m.key === key || !spec.metrics.includes(m.key))
              .map((m) => ({ value: m.key, label: m.name })),
          ]}
          onChange={(next) => setMetric(at, next)}
        />
      ))}
      {spec.metrics.length < most && free.length > 0 && (
        <Chooser
          label={t`Beside`}
          value=""
          options={[{ value: '', label: t`one more` }, ...free.map((m) => ({ value: m.key, label: m.name }))]}
          onChange={(key) => key && change({ metrics: [...spec.metrics, key] })}
        />
      )}
      <Chooser
        label={t`Rows`}
        value={rows}
        options={[
          none,
          ...choices.filter((one) => one.value !== columns),
          ...(rows === 'none' || choices.some((c) => c.value === rows) ? [] : [known(rows)]),
        ]}
        onChange={(next) => setBy(next === 'none' ? [columns] : [next, columns])}
      />
      {rows !== 'none' && (
        <Chooser
          label={t`Columns`}
          value={columns}
          options={[
            none,
            ...choices.filter((one) => one.value !== rows),
            ...(columns === 'none' || choices.some((c) => c.value === columns) ? [] : [known(columns)]),
          ]}
          onChange={(next) => setBy([rows, next])}
        />
      )}
      {by.length > 0 && !isTime(rows) && (
        <>
          <OrderChooser spec={spec} onChange={(order) => change({ order })} />
          <Chooser
            label={t`At most`}
            value={String(spec.top ?? '')}
            options={[
              { value: '', label: t`what fits` },
              ...tops.map((n) => ({ value: String(n), label: t`${n} rows` })),
              ...(spec.top && !tops.includes(spec.top)
                ? [{ value: String(spec.top), label: t`${spec.top} rows` }]
                : []),
            ]}
            onChange={(n) => change({ top: n === '' ? undefined : Number(n) })}
          />
        </>
      )}
      <span className="grow not-phone" />
      <ShapeControl
        spec={spec}
        onChange={change}
        rows={explorer.dimensions.length > 0 ? breakdowns(dimensions)[0]?.key : undefined}
      />
    </div>
  )
}

function OrderChooser({ spec, onChange }: { spec: Spec; onChange: (order: Spec['order']) => void }) {
  const { t } = useLingui()
  const words: Record<(typeof orders)[number], string> = {
    lowest: t`lowest first`,
    highest: t`highest first`,
    most: t`most answers first`,
    change: t`largest difference first`,
    name: t`by name`,
  }
  return (
    <Chooser
      label={t`Order`}
      value={spec.order ?? 'lowest'}
      options={orders.map((one) => ({ value: one, label: words[one] }))}
      onChange={onChange}
    />
  )
}

/** One switch for the shape; a shape that needs another dimension brings it along. */
function ShapeControl({
  spec,
  rows,
  onChange,
}: {
  spec: Spec
  rows: string | undefined
  onChange: (patch: Partial<Spec>) => void
}) {
  const { t } = useLingui()
  const by = spec.by ?? []
  const choose = (shape: Shape) => {
    const first = by[0] ?? rows ?? anyTime
    if (shape === 'heat')
      onChange({ shape, by: by.length === 2 ? by : isTime(first) && rows ? [rows, first] : [first, anyTime] })
    else if (shape === 'lines')
      onChange({ shape, by: by.some(isTime) ? by : by.length === 0 ? [anyTime] : [first, anyTime] })
    else if (shape === 'figure') onChange({ shape, by: [] })
    else onChange({ shape, by: by.length === 0 ? [first] : by })
  }
  return (
    <span className="no-print">
      <SegmentedControl
        label={t`Shown as`}
        value={spec.shape}
        onChange={choose}
        options={[
          { value: 'heat', label: t`Heat map` },
          { value: 'bars', label: t`Bars` },
          { value: 'lines', label: t`Lines` },
          { value: 'table', label: t`Table` },
          { value: 'figure', label: t`Figure` },
        ]}
      />
    </span>
  )
}
