import { Trans, useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import { scaleLinear, scalePoint } from 'd3-scale'
import { area, curveLinear, line } from 'd3-shape'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useFormat } from '../../words/i18n'
import { place } from '../figure/scale'
import { TargetWord } from '../figure/TargetWord'
import css from './charts.module.css'
import { labelled, type Point, runs, valueExtent } from './series'
import type { ChartMark } from './TrendChart'

const height = 200
const top = 12
const bottom = 28

type Props = {
  title: string
  points: readonly Point[]
  domain: readonly [number, number]
  unit: string
  target?: number
  marks: readonly ChartMark[]
  href?: (point: Point) => string
}

/** The drawing of a trend, as wide as its place. It is one slider for the keyboard: arrows walk along the points. */
export function TrendPlot({ title, points, domain, unit, target, marks, href }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const router = useRouter({ warn: false })
  const { ref, width } = useElementSize()
  const [at, setAt] = useState<number | null>(null)
  const wide = Math.max(width || 640, 240)
  const narrow = wide < 480
  const left = narrow ? 32 : 44
  const right = narrow ? 84 : 96
  const x = scalePoint<string>()
    .domain(points.map((p) => p.key))
    .range([left, wide - right])
  const y = scaleLinear()
    .domain(valueExtent(points, domain, target))
    .range([height - bottom, top])
  const px = (p: Point) => x(p.key) ?? left
  const ticks = y.ticks(4)
  const digits = ticks.some((tick) => !Number.isInteger(tick)) ? 1 : 0
  const longest = Math.max(...points.map((p) => (p.short ?? p.label).length))
  const names = labelled(points.length, wide - left - right, longest * 6 + 16)
  const lastAt = points.findLastIndex((p) => !p.too_few && p.n > 0)
  const last = points[lastAt]
  const seen = at === null ? undefined : points[at]

  const say = (p: Point) => {
    const n = format.count(p.n)
    const value = format.withUnit(p.value, unit)
    const interval = format.interval(p.low, p.high, unit)
    const label = p.label
    return p.too_few ? t`${label}: too few answers, n ${n}` : t`${label}: ${value}, ${interval}, n ${n}`
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? lastAt
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowDown: -1,
      ArrowUp: 1,
      PageUp: 6,
      PageDown: -6,
    }
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? points.length - 1 : from + (steps[event.key] ?? 0)
    if (event.key === 'Escape') setAt(null)
    else if (event.key === 'Enter' && href && points[from]) void router.navigate({ href: href(points[from]) })
    else if (event.key in steps || event.key === 'Home' || event.key === 'End') {
      setAt(Math.min(points.length - 1, Math.max(0, to)))
      event.preventDefault()
    }
  }
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = place(((event.clientX - box.left) / box.width) * wide, [left, wide - right])
    setAt(Math.round((share / 100) * (points.length - 1)))
  }
  return (
    <div className={css.plot} ref={ref} dir="ltr">
      <svg
        viewBox={`0 0 ${wide} ${height}`}
        width="100%"
        height={height}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a slider for the keyboard: arrow keys, a spoken value
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={(at ?? lastAt) + 1}
        aria-valuetext={seen ? say(seen) : last ? say(last) : undefined}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onClick={() => seen && href && void router.navigate({ href: href(seen) })}
        data-opens={href ? '' : undefined}
      >
        {ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line className={css.grid} x1={left} x2={wide - right} />
            <text className={css.label} x={left - 8} dy="0.32em" textAnchor="end">
              {format.number(tick, digits)}
            </text>
          </g>
        ))}
        {target !== undefined && (
          <g transform={`translate(0 ${y(target)})`}>
            <line className={css.target} x1={left} x2={wide - right} />
            <text className={css.label} x={left} dy="-4">
              <Trans>Target {Number.isInteger(target) ? format.count(target) : format.value(target, unit)}</Trans>
            </text>
          </g>
        )}
        <Goals points={points} x={px} y={y} unit={unit} />
        {runs(points).map((run) => (
          <Run key={run[0]?.key} run={run} x={px} y={y} />
        ))}
        {points.map((p) =>
          p.n > 0 && p.too_few ? (
            <circle key={p.key} className={css.few} cx={px(p)} cy={clamp(y(p.value))} r="3" />
          ) : null,
        )}
        {points.map((p, i) =>
          names.has(i) ? (
            <text
              key={p.key}
              className={css.label}
              x={px(p)}
              y={height - 8}
              textAnchor={anchor(i, points.length, narrow)}
            >
              {p.short ?? p.label}
            </text>
          ) : null,
        )}
        {marks.map((mark) => (
          <Mark key={mark.key + mark.label} mark={mark} points={points} x={px} left={left} />
        ))}
        {seen && <line className={css.cursor} x1={px(seen)} x2={px(seen)} y1={top} y2={height - bottom} />}
        {last && (
          <g transform={`translate(${px(last)} ${y(last.value)})`}>
            <circle className={css.last} r="5" />
            <text className={css.lastValue} x="12" dy="0">
              {format.withUnit(last.value, unit)}
            </text>
            <text className={css.label} x="12" dy="16">
              {format.range(last.low, last.high, unit)}
            </text>
          </g>
        )}
        {seen && !seen.too_few && seen.n > 0 && <circle className={css.seen} cx={px(seen)} cy={y(seen.value)} r="4" />}
      </svg>
      {seen && (
        <div
          className={css.tip}
          aria-hidden="true"
          style={{
            left: `${(px(seen) / wide) * 100}%`,
            transform: `translateX(${px(seen) > wide / 2 ? '-100%' : '0'})`,
          }}
        >
          <span className="muted">{seen.label}</span>
          {seen.too_few ? (
            <b>
              <Trans>Too few</Trans>
            </b>
          ) : (
            <span>
              <b>{format.withUnit(seen.value, unit)}</b>{' '}
              <span className="second">{format.interval(seen.low, seen.high, unit)}</span>
            </span>
          )}
          <span className="muted">
            n{'\u00a0'}
            {format.count(seen.n)}
          </span>
          {seen.target && <TargetWord target={seen.target} unit={unit} />}
        </div>
      )}
    </div>
  )
}

const clamp = (y: number) => Math.min(height - bottom, Math.max(top, y))
const anchor = (at: number, count: number, narrow: boolean) =>
  at === 0 && narrow ? 'start' : at === count - 1 && narrow ? 'end' : 'middle'

/** One unbroken stretch: band, line, dots; a lone point keeps its interval as a bar. */
function Run({ run, x, y }: { run: Point[]; x: (p: Point) => number; y: (v: number) => number }) {
  const band = area<Point>()
    .x(x)
    .y0((p) => y(p.low))
    .y1((p) => y(p.high))
    .curve(curveLinear)
  const path = line<Point>()
    .x(x)
    .y((p) => y(p.value))
    .curve(curveLinear)
  const lone = run.length === 1 ? run[0] : undefined
  return (
    <g>
      {lone ? (
        <rect
          className={css.band}
          x={x(lone) - 4}
          width="8"
          y={y(lone.high)}
          height={Math.max(2, y(lone.low) - y(lone.high))}
          rx="2"
        />
      ) : (
        <>
          <path className={css.band} d={band(run) ?? ''} />
          <path className={css.line} d={path(run) ?? ''} />
        </>
      )}
      {run.length <= 40 && run.map((p) => <circle key={p.key} className={css.dot} cx={x(p)} cy={y(p.value)} r="3" />)}
    </g>
  )
}

/** What each bucket should reach: a step wherever the target changes, named once. */
function Goals({
  points,
  x,
  y,
  unit,
}: {
  points: readonly Point[]
  x: (p: Point) => number
  y: (v: number) => number
  unit: string
}) {
  const format = useFormat()
  const half = points.length > 1 ? (x(points[1] as Point) - x(points[0] as Point)) / 2 : 24
  const last = points.findLast((p) => p.target)
  if (!last?.target) return null
  const value = format.withUnit(last.target.value, unit)
  return (
    <g>
      {points.map(
        (p) =>
          p.target && (
            <line
              key={p.key}
              className={css.target}
              x1={x(p) - half}
              x2={x(p) + half}
              y1={y(p.target.value)}
              y2={y(p.target.value)}
            />
          ),
      )}
      <text className={css.label} x={x(points[0] as Point)} y={y(last.target.value) - 4}>
        <Trans>Target {value}</Trans>
      </text>
    </g>
  )
}

/** A dashed vertical with words: a registered change, a break in the metric. */
function Mark({
  mark,
  points,
  x,
  left,
}: {
  mark: ChartMark
  points: readonly Point[]
  x: (p: Point) => number
  left: number
}) {
  const at = points.findIndex((p) => p.key >= mark.key)
  const here = points[at]
  if (!here) return null
  const before = points[at - 1]
  const place = before ? (x(before) + x(here)) / 2 : x(here)
  const rightOf = place - left < 160
  return (
    <g>
      <line className={css.change} x1={place} x2={place} y1={0} y2={height - bottom} />
      <text
        className={css.changeLabel}
        x={place + (rightOf ? 5 : -5)}
        y={height - bottom - 6}
        textAnchor={rightOf ? 'start' : 'end'}
      >
        {mark.label}
      </text>
    </g>
  )
}
