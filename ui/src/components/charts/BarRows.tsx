import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { FigureRow, Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { ChangeSentence } from '../figure/ChangeSentence'
import { metricDomain, place } from '../figure/scale'
import css from './bars.module.css'
import { Open, type Target } from './Open'

export type BarRow = {
  key: string
  label: string
  figure: FigureRow
  target: Target
  /** Belongs under the row before: a column of the same row. */
  under?: boolean
}

/**
 * Figures as bars from zero (from the scale's lower end for a mean), each with its interval as a whisker, the figure before
 * or of the rest as a stroke, and what can be said of the difference in words.
 */
export function BarRows({
  label,
  rows,
  metric,
  against,
  stale,
  foot,
}: {
  label: string
  rows: readonly BarRow[]
  metric: Metric
  /** What is compared with, as said after "than"; empty where nothing is. */
  against: string
  stale?: boolean
  foot?: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const whole = metricDomain(metric)
  const zero = metric.unit === 'score' ? whole[0] : 0
  const scored = rows.filter((row) => !row.figure.too_few)
  const ends = scored.flatMap(({ figure }) => [figure.low ?? zero, figure.high ?? zero, figure.target?.value ?? zero])
  const high = Math.max(zero, ...ends)
  const low = Math.min(zero, ...ends)
  const scale = [low, high > low ? high : whole[1]] as const
  return (
    <div style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <ul className={css.rows} aria-label={label}>
        {rows.map(({ key, label: name, figure, target, under }) => {
          const n = format.count(figure.n)
          const few = figure.too_few || figure.value === null
          const other = figure.before ?? figure.rest
          const interval = format.interval(figure.low, figure.high, metric.unit)
          return (
            <li key={key} className={css.row} data-under={under ? '' : undefined}>
              <Open target={target} className={css.name}>
                {name}
              </Open>
              <span
                className={css.track}
                role="img"
                aria-label={few ? t`Too few answers to score` : t`95 % interval ${interval}`}
                dir="ltr"
              >
                {!few && (
                  <>
                    <span
                      className={css.fill}
                      style={between(zero, figure.value ?? zero, scale)}
                      data-judgement={figure.change?.judgement}
                      data-negative={(figure.value ?? zero) < zero ? '' : undefined}
                    />
                    <span className={css.whisker} style={between(figure.low ?? zero, figure.high ?? zero, scale)} />
                    {figure.target && (
                      <span
                        className={css.target}
                        style={{ left: `${place(figure.target.value, scale)}%` }}
                        title={t`Target`}
                      />
                    )}
                    {other && !other.too_few && other.value !== null && (
                      <span className={css.other} style={{ left: `${place(other.value, scale)}%` }} />
                    )}
                  </>
                )}
              </span>
              <span className={css.value}>
                {few ? (
                  <span className="muted">{t`too few`}</span>
                ) : (
                  <b>{format.withUnit(figure.value, metric.unit)}</b>
                )}
              </span>
              <span className={css.n}>n {n}</span>
              {against && (
                <span className={css.change}>
                  {!few && figure.change && (
                    <ChangeSentence
                      change={figure.change}
                      against={against}
                      unit={metric.unit}
                      rest={figure.rest !== undefined}
                      short
                    />
                  )}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {foot}
    </div>
  )
}

function between(a: number, b: number, scale: readonly [number, number]) {
  const [from, to] = [place(Math.min(a, b), scale), place(Math.max(a, b), scale)]
  return { left: `${from}%`, width: `${Math.max(0, to - from)}%` }
}
