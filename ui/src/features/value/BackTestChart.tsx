import { Trans, useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { type KeyboardEvent, useState } from 'react'
import { useFormat } from '../../words/i18n'
import type { BackTest } from './queries'
import css from './value.module.css'

type Week = NonNullable<BackTest['weeks']>[number]

const height = 240
const [top, bottom, left, right] = [12, 26, 56, 16]

/** Foretold against what came, week by week. Arrow keys walk through the weeks; the numbers are said under the drawing. */
export function BackTestChart({ weeks, what }: { weeks: readonly Week[]; what: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const { ref, width } = useElementSize()
  const [at, setAt] = useState(weeks.length - 1)
  const wide = Math.max(width || 640, 240)
  const last = weeks.length - 1
  const x = scaleLinear([0, last], [left, wide - right])
  const values = weeks.flatMap((w) => [w.predicted, w.actual])
  const least = Math.min(...values)
  const most = Math.max(1, ...values)
  const y = scaleLinear([least > most * 0.5 ? least * 0.95 : 0, most * 1.04], [height - bottom, top])
  const cut = weeks.findIndex((w) => w.held_back)
  const shown = weeks[at]
  const path = (of: (w: Week) => number) =>
    line<Week>()
      .x((_, i) => x(i))
      .y((w) => y(of(w)))(weeks as Week[]) ?? ''
  const whole = (n: number) => format.count(Math.round(n))
  const said = shown ? t`${format.day(shown.at)}: ${whole(shown.predicted)} foretold, ${whole(shown.actual)} came` : ''
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageUp: 8,
      PageDown: -8,
    }
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? last : at + (steps[event.key] ?? 0)
    if (!(event.key in steps) && event.key !== 'Home' && event.key !== 'End') return
    setAt(Math.min(last, Math.max(0, to)))
    event.preventDefault()
  }
  const names = wide < 480 ? [0, last] : [0, Math.round(last / 3), Math.round((2 * last) / 3), last]
  return (
    <div className={css.chart}>
      <div ref={ref} dir="ltr">
        <svg
          viewBox={`0 0 ${wide} ${height}`}
          width="100%"
          height={height}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a slider for the keyboard: arrow keys, a spoken value
          role="slider"
          tabIndex={0}
          aria-label={what}
          aria-valuemin={1}
          aria-valuemax={weeks.length}
          aria-valuenow={at + 1}
          aria-valuetext={said}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            const i = x.invert(((event.clientX - box.left) / box.width) * wide)
            setAt(Math.min(last, Math.max(0, Math.round(i))))
          }}
        >
          {cut >= 0 && (
            <rect
              className={css.held}
              x={x(Math.max(0, cut - 1))}
              width={wide - right - x(Math.max(0, cut - 1))}
              y={top}
              height={height - top - bottom}
            />
          )}
          {y.ticks(4).map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line className={css.grid} x1={left} x2={wide - right} />
              <text className={css.label} x={left - 8} dy="0.32em" textAnchor="end">
                {format.count(tick)}
              </text>
            </g>
          ))}
          {names.map((i) => (
            <text
              key={i}
              className={css.label}
              x={x(i)}
              y={height - 8}
              textAnchor={i === 0 ? 'start' : i === last ? 'end' : 'middle'}
            >
              {format.day(weeks[i]?.at ?? '')}
            </text>
          ))}
          <path className={css.actual} d={path((w) => w.actual)} />
          <path className={css.foretold} d={path((w) => w.predicted)} />
          <line className={css.cursor} x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} />
        </svg>
      </div>
      <div className={css.legend}>
        <span className="second small">{shown && format.day(shown.at)}</span>
        <span>
          <i data-line="foretold" aria-hidden="true" /> <Trans>Foretold</Trans> <b>{shown && whole(shown.predicted)}</b>
        </span>
        <span>
          <i data-line="actual" aria-hidden="true" /> <Trans>Came</Trans> <b>{shown && whole(shown.actual)}</b>
        </span>
        {cut >= 0 && (
          <span className="second small">
            <i data-line="held" aria-hidden="true" /> <Trans>held back</Trans>
          </span>
        )}
      </div>
      <details className={css.more}>
        <summary>
          <Trans>As a table</Trans>
        </summary>
        <table className={css.numbers}>
          <thead>
            <tr>
              <th scope="col">{t`Week to`}</th>
              <th scope="col">{t`Foretold`}</th>
              <th scope="col">{t`Came`}</th>
              <th scope="col">{t`Held back`}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map((w) => (
              <tr key={w.at}>
                <th scope="row">{format.day(w.at)}</th>
                <td>{whole(w.predicted)}</td>
                <td>{whole(w.actual)}</td>
                <td>{w.held_back ? t`yes` : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}
