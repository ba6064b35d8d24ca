import { useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import { scaleLinear, scalePoint } from 'd3-scale'
import { area, line } from 'd3-shape'
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import type { Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { metricDomain, place } from '../figure/scale'
import type { Target } from './Open'
import { labelled, type Point, runs, valueExtent } from './series'
import css from './series.module.css'

export type Series = { key: string; label: string; points: readonly Point[]; target: (point: Point) => Target }

const height = 260
const [top, bottom, left, right] = [12, 28, 44, 16]

/**
 * Several figures over time on one scale. Each line has a colour, a dash and a mark of its own; what stands at a time is said
 * under the drawing, interval and n included. One slider for the keyboard: arrows walk through time.
 */
export function SeriesChart({
  label,
  series,
  metric,
  stale,
}: {
  label: string
  series: readonly Series[]
  metric: Metric
  stale?: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const router = useRouter({ warn: false })
  const { ref, width } = useElementSize()
  const [at, setAt] = useState<number | null>(null)
  const wide = Math.max(width || 640, 240)
  const keys = useMemo(() => series[0]?.points.map((p) => p.key) ?? [], [series])
  const x = scalePoint<string>()
    .domain(keys)
    .range([left, wide - right])
  const all = series.flatMap((one) => [...one.points])
  const y = scaleLinear()
    .domain(valueExtent(all, metricDomain(metric)))
    .range([height - bottom, top])
  const shown = at ?? keys.length - 1
  const first = series[0]?.points ?? []
  const say = (point: Point | undefined) =>
    !point || point.n === 0
      ? t`no answers`
      : point.too_few
        ? t`too few, n ${format.count(point.n)}`
        : `${format.withUnit(point.value, metric.unit)} (${format.range(point.low, point.high, metric.unit)}), n ${format.count(point.n)}`
  const spoken = `${first[shown]?.label ?? ''}: ${series.map((one) => `${one.label} ${say(one.points[shown])}`).join('; ')}`
  const open = () => {
    const point = series[0]?.points[shown]
    const target = point && series[0]?.target(point)
    if (target && 'href' in target) void router.navigate({ href: target.href })
    else if (target) target.select()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowDown: -1,
      ArrowUp: 1,
      PageUp: 6,
      PageDown: -6,
    }
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? keys.length - 1 : shown + (steps[event.key] ?? 0)
    if (event.key === 'Escape') setAt(null)
    else if (event.key === 'Enter') open()
    else if (event.key in steps || event.key === 'Home' || event.key === 'End') {
      setAt(Math.min(keys.length - 1, Math.max(0, to)))
      event.preventDefault()
    }
  }
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = place(((event.clientX - box.left) / box.width) * wide, [left, wide - right])
    setAt(Math.round((share / 100) * (keys.length - 1)))
  }
  const ticks = y.ticks(5)
  const digits = ticks.some((tick) => !Number.isInteger(tick)) ? 1 : 0
  const longest = Math.max(1, ...first.map((p) => (p.short ?? p.label).length))
  const names = labelled(keys.length, wide - left - right, longest * 6 + 16)
  return (
    <div style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <div className={css.plot} ref={ref} dir="ltr">
        <svg
          viewBox={`0 0 ${wide} ${height}`}
          width="100%"
          height={height}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a slider for the keyboard: arrow keys, a spoken value
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={1}
          aria-valuemax={Math.max(1, keys.length)}
          aria-valuenow={shown + 1}
          aria-valuetext={spoken}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setAt(null)}
          onBlur={() => setAt(null)}
          onClick={open}
        >
          {ticks.map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line className={css.grid} x1={left} x2={wide - right} />
              <text className={css.label} x={left - 8} dy="0.32em" textAnchor="end">
                {format.number(tick, digits)}
              </text>
            </g>
          ))}
          {first.map((p, i) =>
            names.has(i) ? (
              <text
                key={p.key}
                className={css.label}
                x={x(p.key)}
                y={height - 8}
                textAnchor={i === keys.length - 1 ? 'end' : i === 0 ? 'start' : 'middle'}
              >
                {p.short ?? p.label}
              </text>
            ) : null,
          )}
          {at !== null && (
            <line className={css.cursor} x1={x(keys[at] ?? '')} x2={x(keys[at] ?? '')} y1={top} y2={height - bottom} />
          )}
          {series.map((one, s) => (
            <g key={one.key} data-series={s % 6}>
              {series.length === 1 &&
                runs(one.points).map((run) => (
                  <path
                    key={run[0]?.key}
                    className={css.band}
                    d={
                      area<Point>()
                        .x((p) => x(p.key) ?? 0)
                        .y0((p) => y(p.low))
                        .y1((p) => y(p.high))(run) ?? ''
                    }
                  />
                ))}
              {runs(one.points).map((run) => (
                <path
                  key={run[0]?.key}
                  className={css.line}
                  d={
                    line<Point>()
                      .x((p) => x(p.key) ?? 0)
                      .y((p) => y(p.value))(run) ?? ''
                  }
                />
              ))}
              {one.points.map((p, i) =>
                p.n > 0 && !p.too_few && (keys.length <= 40 || i === shown) ? (
                  <Mark key={p.key} kind={s} cx={x(p.key) ?? 0} cy={y(p.value)} large={i === shown} />
                ) : null,
              )}
            </g>
          ))}
        </svg>
      </div>
      <table className={css.legend}>
        <caption className="second small">{first[shown]?.label}</caption>
        <tbody>
          {series.map((one, s) => {
            const point = one.points[shown]
            return (
              <tr key={one.key} data-series={s % 6}>
                <th scope="row">
                  <span>
                    <svg width="28" height="12" viewBox="0 0 28 12" aria-hidden="true" focusable="false">
                      <path className={css.line} d="M1 6h26" />
                      <Mark kind={s} cx={14} cy={6} />
                    </svg>
                    {one.label}
                  </span>
                </th>
                {point && !point.too_few && point.n > 0 ? (
                  <>
                    <td>
                      <b>{format.withUnit(point.value, metric.unit)}</b>
                    </td>
                    <td className="muted small">{format.range(point.low, point.high, metric.unit)}</td>
                    <td className="muted small">n {format.count(point.n)}</td>
                  </>
                ) : (
                  <td className="muted small" colSpan={3}>
                    {say(point)}
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** Lines are told apart by shape too, never by colour alone. */
function Mark({ kind, cx, cy, large }: { kind: number; cx: number; cy: number; large?: boolean }) {
  const r = large ? 5 : 3
  switch (kind % 6) {
    case 1:
      return <rect className={css.mark} x={cx - r} y={cy - r} width={2 * r} height={2 * r} />
    case 2:
      return <path className={css.mark} d={`M${cx} ${cy - r - 1}l${r + 1} ${2 * r}h${-2 * (r + 1)}z`} />
    case 3:
      return (
        <path
          className={css.mark}
          d={`M${cx} ${cy - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z`}
        />
      )
    case 4:
      return <circle className={css.mark} data-hollow="" cx={cx} cy={cy} r={r} />
    case 5:
      return <rect className={css.mark} data-hollow="" x={cx - r} y={cy - r} width={2 * r} height={2 * r} />
    default:
      return <circle className={css.mark} cx={cx} cy={cy} r={r} />
  }
}
