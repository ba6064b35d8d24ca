import { Trans, useLingui } from '@lingui/react/macro'
import { HeatGrid } from '../../../components/charts/HeatGrid'
import { EmptyState } from '../../../components/feedback/EmptyState'
import { LoadingRows } from '../../../components/feedback/Loading'
import { address } from '../../../components/filter/search'
import { useSearchState } from '../../../components/filter/useSearchState'
import { Card } from '../../../components/layout/Page'
import { SegmentedControl } from '../../../components/SegmentedControl'
import type { FigureRow } from '../../../core/metrics'
import type { MapDoc } from '../queries'
import css from './live.module.css'
import type { WholeFigure } from './queries'
import type { Listening } from './useMapLive'

type Cell = { row: FigureRow; where: readonly string[] }

/** The whole lifecycle at a glance: its stages, or its touch points, by every metric that is heard there. */
export function HeatView({ of, map }: { of: Listening; map: MapDoc }) {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const { answer, metrics } = of
  if (!answer) {
    return (
      <div className={css.heat}>
        <Card>
          <LoadingRows rows={8} />
        </Card>
      </div>
    )
  }
  const fine = get('rows') === 'touch_points'
  const cells = new Map<string, Cell>()
  const put = (row: string, f: Pick<WholeFigure, 'metric' | 'where'> & Omit<FigureRow, 'by'>) =>
    cells.set(`${row}\n${f.metric}`, { row: { ...f, by: {} } as FigureRow, where: f.where ?? [] })
  for (const s of answer.stages ?? []) if (!fine) for (const f of s.figures ?? []) put(s.id, f as never)
  for (const c of answer.cards ?? []) if (fine) for (const f of c.figures ?? []) put(c.id, f as never)
  const wholes = new Map((answer.figures ?? []).map((f) => [f.metric, f.target?.value ?? f.value]))
  const columns = [...metrics.values()]
    .filter((m) => [...cells.keys()].some((k) => k.endsWith(`\n${m.key}`)))
    .map((m) => ({ key: m.key, label: m.name }))
  const rows = fine
    ? (answer.cards ?? []).flatMap((c) => {
        const card = map.cards.find((one) => one.id === c.id)
        const at = map.stages.findIndex((s) => s.id === card?.stage)
        return card ? [{ key: c.id, label: `${at + 1}. ${card.task}` }] : []
      })
    : map.stages.map((s, at) => ({ key: s.id, label: `${at + 1}. ${s.name}` }))
  const first = columns[0] && metrics.get(columns[0].key)
  return (
    <div className={css.heat}>
      <Card>
        <div className="row" style={{ padding: 'var(--s3) var(--s4)', flexWrap: 'wrap' }}>
          <SegmentedControl
            label={t`Rows`}
            value={fine ? 'touch_points' : 'stages'}
            options={[
              { value: 'stages', label: t`Stages` },
              { value: 'touch_points', label: t`Touch points` },
            ]}
            onChange={(v) => set({ rows: v === 'stages' ? undefined : v })}
          />
          <span className="muted small">
            <Trans>
              Each metric in its own unit; the colour is how far a figure lies from its target, or from the whole map.
            </Trans>
          </span>
        </div>
        {first && rows.length > 0 ? (
          <HeatGrid
            name={t`The whole lifecycle`}
            rows={rows}
            columns={columns}
            time={false}
            cell={(row, column) => cells.get(`${row}\n${column}`)?.row}
            metric={first}
            metricOf={(column) => metrics.get(column) ?? first}
            middle={null}
            middleOf={(column) => wholes.get(column) ?? null}
            target={(row, column) => {
              const cell = cells.get(`${row}\n${column}`)
              if (!cell || cell.row.n === 0) return null
              const { from, to } = of.view.slice
              return {
                href: address('/signals', { where: [...cell.where], from, to, metric: column, score: 'answered' }),
              }
            }}
            stale={of.stale}
          />
        ) : (
          <EmptyState
            sentence={t`Nothing on this map was measured in this period: bind metrics to its cards, or choose a longer period.`}
          />
        )}
      </Card>
    </div>
  )
}
