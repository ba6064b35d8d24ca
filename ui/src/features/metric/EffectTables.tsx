import { Trans, useLingui } from '@lingui/react/macro'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { type Domain, metricDomain, sharedDomain } from '../../components/figure/scale'
import { DataTable } from '../../components/table/DataTable'
import type { Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { type Effect, type ScoringInput, useEffectOf } from './queries'

type Row = Effect['whole']

/** The same scores figured in both ways, by month and for the touch points with the most answers. */
export function EffectTables({ metric, scoring }: { metric: Metric; scoring: ScoringInput | null }) {
  const { t } = useLingui()
  const effect = useEffectOf(metric.id, scoring)
  if (!scoring) {
    return (
      <p className="second small">
        <Trans>Choose another scoring to see what it does to the figures so far.</Trans>
      </p>
    )
  }
  if (effect.isError) {
    return (
      <ErrorState error={effect.error} title={t`The effect could not be shown.`} onRetry={() => effect.refetch()} />
    )
  }
  if (!effect.data) return <LoadingRows rows={3} />
  const { whole, by_month, by_touch_point, now, changed, same_unit } = effect.data
  return (
    <div
      className="stack"
      aria-busy={effect.isPlaceholderData}
      style={{ opacity: effect.isPlaceholderData ? 0.55 : 1 }}
    >
      {!same_unit && (
        <p className="soon small">
          <Trans>The two are counted in different units: their numbers can’t be compared with one another.</Trans>
        </p>
      )}
      <Both
        label={t`All answers`}
        first={t`All`}
        rows={[{ ...whole, label: t`All answers` }]}
        now={now}
        changed={changed}
      />
      <Both
        label={t`By month`}
        first={t`Month`}
        rows={[...(by_month ?? [])].reverse()}
        now={now}
        changed={changed}
        months
      />
      <Both label={t`By touch point`} first={t`Touch point`} rows={by_touch_point ?? []} now={now} changed={changed} />
    </div>
  )
}

function Both({
  label,
  first,
  rows,
  now,
  changed,
  months,
}: {
  label: string
  first: string
  rows: readonly Row[]
  now: Metric
  changed: Metric
  months?: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const domains = { now: domainOf(rows, 'now', now), changed: domainOf(rows, 'changed', changed) }
  const side = (which: 'now' | 'changed', metric: Metric, header: string) => [
    {
      id: which,
      header,
      align: 'right' as const,
      phone: 'keep' as const,
      cell: (r: Row) => {
        const figure = r[which]
        if (figure.too_few) return <span className="muted nowrap">{t`too few`}</span>
        return (
          <span className="nowrap">
            <b>{format.withUnit(figure.value, metric.unit)}</b>{' '}
            <span className="muted small">{format.range(figure.low, figure.high, metric.unit)}</span>
          </span>
        )
      },
    },
    {
      id: `${which}-mark`,
      header: '',
      width: '18%',
      phone: 'hide' as const,
      cell: (r: Row) => <IntervalMark figure={r[which]} domain={domains[which]} unit={metric.unit} />,
    },
  ]
  return (
    <DataTable
      label={label}
      rows={rows}
      rowKey={(r) => r.key}
      columns={[
        { id: 'name', header: first, cell: (r) => (months ? format.bucket(r.key) : r.label || t`none`) },
        ...side('now', now, t`As it is`),
        ...side('changed', changed, t`As it would be`),
        { id: 'n', header: 'n', cell: (r) => format.count(r.now.n), align: 'right', phone: 'hide' },
      ]}
      empty={<p className="second small">{t`No answers yet.`}</p>}
    />
  )
}

const domainOf = (rows: readonly Row[], which: 'now' | 'changed', metric: Metric): Domain =>
  sharedDomain(
    rows.map((r) => r[which]),
    metricDomain(metric),
  )
