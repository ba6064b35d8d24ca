import { Trans, useLingui } from '@lingui/react/macro'
import type { FigureRow } from '../../core/metrics'
import type { Spec, Told } from '../../core/views'
import { useFormat } from '../../words/i18n'
import { Open, type Target } from '../charts/Open'
import { ChangeSentence } from '../figure/ChangeSentence'
import { Figure } from '../figure/Figure'
import { IntervalMark } from '../figure/IntervalMark'
import { figureDomain, metricDomain } from '../figure/scale'
import { TargetWord } from '../figure/TargetWord'
import { compares } from './tables'
import { useAgainst } from './useAgainst'
import css from './view.module.css'

/** One big number a metric, with its interval and what it is compared with. */
export function FigureBlock({
  spec,
  told,
  aim,
  stale,
}: {
  spec: Spec
  told: Told
  aim: (metric: string, row: Pick<FigureRow, 'by'>) => Target
  stale?: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const against = useAgainst()(told)
  const figures = told.figures ?? []
  return (
    <div className={css.numbers} style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      {figures.map((one) => {
        const row = told.by.length === 0 ? one.rows?.[0] : one.whole
        if (!row) return null
        const other = row.before ?? row.rest
        const n = format.count(row.n)
        return (
          <div key={one.metric.key} className={css.number}>
            {figures.length > 1 && <span className="second">{one.metric.name}</span>}
            <Open target={aim(one.metric.key, { by: {} })} className={css.open}>
              <Figure figure={row} unit={one.metric.unit} />
              <span className="vh">{one.metric.name}</span>
            </Open>
            <IntervalMark
              figure={row}
              before={other}
              target={row.target?.value}
              domain={figureDomain(row, metricDomain(one.metric), other, row.target?.value)}
              unit={one.metric.unit}
              judgement={row.change?.judgement}
            />
            <span className="muted small">
              {row.too_few ? (
                <Trans>n {n}, scored from 30</Trans>
              ) : (
                t`${format.interval(row.low, row.high, one.metric.unit)} · n ${n}`
              )}
            </span>
            {row.target && <TargetWord target={row.target} unit={one.metric.unit} />}
            {compares(spec) && against && row.change && !row.too_few && (
              <ChangeSentence
                change={row.change}
                against={against}
                unit={one.metric.unit}
                rest={row.rest !== undefined}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}
