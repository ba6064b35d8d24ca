import { useLingui } from '@lingui/react/macro'
import { place } from '../../components/figure/scale'
import { address } from '../../components/filter/search'
import { DataTable } from '../../components/table/DataTable'
import type { SignalDetail } from './queries'
import css from './signal.module.css'
import { useLeftOutWords } from './words'

/** Every score on its scale, or why there is none; each leads to its metric. */
export function MeasureList({ signal }: { signal: SignalDetail }) {
  const { t } = useLingui()
  const left = useLeftOutWords()
  return (
    <DataTable
      label={t`Scores`}
      rows={signal.measures ?? []}
      rowKey={(m) => m.metric}
      href={(m) => address(`/figures/${m.metric}`)}
      columns={[
        { id: 'name', header: t`Metric`, cell: (m) => m.name, sort: (m) => m.name },
        {
          id: 'score',
          header: t`Score`,
          cell: (m) => (m.score === undefined ? <span className="muted">–</span> : <b>{m.score}</b>),
          sort: (m) => m.score ?? null,
          align: 'right',
          phone: 'keep',
        },
        {
          id: 'scale',
          header: t`Scale`,
          cell: (m) =>
            m.score === undefined ? (
              <span className="muted">{m.left_out ? left[m.left_out] : ''}</span>
            ) : (
              <span className={css.scale}>
                <span className="muted small">{m.min}</span>
                <span className={css.track} aria-hidden="true">
                  <span style={{ left: `${place(m.score, [m.min, m.max])}%` }} />
                </span>
                <span className="muted small">{m.max}</span>
              </span>
            ),
          width: '40%',
          phone: 'keep',
        },
      ]}
      empty={<p className="second" style={{ padding: '0 16px 16px' }}>{t`Nothing was scored.`}</p>}
    />
  )
}
