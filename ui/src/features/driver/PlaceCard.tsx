import { Trans, useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { scaleLinear } from 'd3-scale'
import { useId } from 'react'
import { ChartCard } from '../../components/charts/ChartCard'
import { Drawing } from '../../components/charts/Drawing'
import { useWalk } from '../../components/charts/useWalk'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import css from './driver.module.css'
import { answered, signalsOf } from './leads'
import type { Analysis, Driver, Side } from './queries'
import { clipped } from './SharesCard'
import { useDriverWords } from './words'

type Line = Driver & { side: string; where?: string }

/** Importance against performance. A quadrant is named only where the whole ellipse lies inside it. */
export function PlaceCard({ analysis, names }: { analysis: Analysis; names: readonly string[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useDriverWords(analysis)
  const sides = (analysis.result?.sides ?? []).filter((side) => side.drivers.length > 1)
  const [first] = sides
  if (!first) return null
  const lines: Line[] = sides.flatMap((side, at) =>
    side.drivers.map((d) => ({ ...d, side: names[at] ?? '', where: side.where })),
  )
  const columns: Column<Line>[] = [
    { id: 'name', header: t`Measure`, cell: (d) => d.name, sort: (d) => d.name },
    ...(sides.length > 1
      ? [{ id: 'side', header: t`Among`, cell: (d: Line) => d.side, sort: (d: Line) => d.side }]
      : []),
    {
      id: 'performance',
      header: t`Performance`,
      cell: (d) => <b>{d.performance === null ? '–' : format.number(d.performance)}</b>,
      sort: (d) => d.performance,
      align: 'right',
      phone: 'keep',
    },
    {
      id: 'mean',
      header: t`Mean`,
      cell: (d) => <span className="muted nowrap">{d.mean === null ? '–' : format.number(d.mean, 2)}</span>,
      align: 'right',
    },
    {
      id: 'ends',
      header: t`0 and 100 stand for`,
      cell: (d) => (
        <span className="muted nowrap">{t`${format.number(d.worst, decimals(d.worst))} and ${format.number(d.best, decimals(d.best))}`}</span>
      ),
    },
    {
      id: 'importance',
      header: t`Importance`,
      cell: (d) => format.percent(d.share.value ?? 0),
      sort: (d) => d.share.value,
      align: 'right',
    },
    {
      id: 'quadrant',
      header: t`What follows`,
      cell: (d) =>
        d.quadrant ? (
          <Tag tone={d.quadrant === 'concentrate' ? 'worse' : undefined}>{words.quadrant(d.quadrant)}</Tag>
        ) : (
          <span className="muted">{t`can’t be told`}</span>
        ),
    },
  ]
  return (
    <ChartCard
      title={t`Importance and performance`}
      remark={t`each with the region that holds it at 95 %`}
      drawing={sides.map((side, at) => ({
        name: names[at] ?? '',
        chart: (
          <Places
            side={side}
            analysis={analysis}
            title={t`Importance and performance of what drives ${words.outcome}`}
          />
        ),
      }))}
      table={
        <DataTable
          label={t`Importance and performance`}
          columns={columns}
          rows={lines}
          rowKey={(d) => `${d.side} ${d.key}`}
          href={(d) => signalsOf(analysis.wish, d.where, answered(analysis.wish.outcome), answered(d.key))}
          sort={{ id: 'importance', desc: true }}
        />
      }
    >
      <p className={css.remark}>
        <Trans>
          The lines cross at the mean performance of these measures and at the share each would have if all were alike.
          A measure whose region crosses a line has no place of its own. Ratings run from 0 to 100 along their scale;
          what is measured, such as minutes, from its worst to its best twentieth.
        </Trans>
      </p>
    </ChartCard>
  )
}

const outline = (d: Driver): number[][] => (d.ellipse ?? []).flatMap((p) => (p ? [p] : []))
const decimals = (v: number) => (Number.isInteger(v) ? 0 : 1)
const height = 340
const [left, right, top, bottom] = [46, 20, 16, 40]

function Places({ side, analysis, title }: { side: Side; analysis: Analysis; title: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useDriverWords(analysis)
  const { ref, width } = useElementSize()
  const wide = Math.max(width || 640, 260)
  const shown = side.drivers.filter((d) => d.performance !== null)
  const points = shown.flatMap(outline)
  const { performance: crossX, importance: crossY } = side.crosshairs
  const span = (values: number[], pad: number): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    return [low - pad * (high - low || 1), high + pad * (high - low || 1)]
  }
  const x = scaleLinear()
    .domain(span([...points.map((p) => p[0] ?? 0), ...shown.map((d) => d.performance ?? 0), crossX], 0.12))
    .range([left, wide - right])
    .nice(5)
  const [, highest] = span([...points.map((p) => p[1] ?? 0), ...shown.map((d) => d.share.value ?? 0), crossY], 0.08)
  const y = scaleLinear()
    .domain([0, Math.min(1, highest)])
    .range([height - bottom, top])
  const stops = shown.map((d) => {
    const performance = format.number(d.performance ?? 0)
    const importance = format.percent(d.share.value ?? 0)
    const place = d.quadrant ? words.quadrant(d.quadrant) : t`no place of its own`
    return {
      key: d.key,
      said: t`${d.name}: performance ${performance}, importance ${importance}, ${place}`,
      href: signalsOf(analysis.wish, side.where, answered(analysis.wish.outcome), answered(d.key)),
    }
  })
  const walk = useWalk(title, stops)
  const frame = useId()
  const corners = [
    { word: words.quadrant('concentrate'), x: left + 6, y: top + 12, anchor: 'start' },
    { word: words.quadrant('keep_up'), x: wide - right - 6, y: top + 12, anchor: 'end' },
    { word: words.quadrant('low_priority'), x: left + 6, y: height - bottom - 8, anchor: 'start' },
    { word: words.quadrant('overkill'), x: wide - right - 6, y: height - bottom - 8, anchor: 'end' },
  ] as const
  return (
    <div className={css.plot} ref={ref} dir="ltr">
      <Drawing wide={wide} tall={height} walk={walk}>
        <clipPath id={frame}>
          <rect x={left} y={top} width={wide - left - right} height={height - top - bottom} />
        </clipPath>
        <rect className={css.frame} x={left} y={top} width={wide - left - right} height={height - top - bottom} />
        {x.ticks(wide < 480 ? 4 : 6).map((tick) => (
          <text key={tick} className={css.label} x={x(tick)} y={height - bottom + 14} textAnchor="middle">
            {format.number(tick)}
          </text>
        ))}
        {y.ticks(4).map((tick) => (
          <text key={tick} className={css.label} x={left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
            {format.percent(tick)}
          </text>
        ))}
        <line className={css.cross} x1={x(crossX)} x2={x(crossX)} y1={top} y2={height - bottom} />
        <line className={css.cross} x1={left} x2={wide - right} y1={y(crossY)} y2={y(crossY)} />
        {corners.map((corner) => (
          <text key={corner.word} className={css.corner} x={corner.x} y={corner.y} textAnchor={corner.anchor}>
            {corner.word}
          </text>
        ))}
        <text className={css.label} x={(left + wide - right) / 2} y={height - 6} textAnchor="middle">
          {t`Performance, 0 to 100`}
        </text>
        {shown.map((d, at) => {
          const stop = stops[at]
          const [px, py] = [x(d.performance ?? 0), y(d.share.value ?? 0)]
          const rightOf = px < wide - right - 130
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the drawing as a whole is the slider
            <g
              key={d.key}
              className={css.place}
              data-seen={walk.at === at ? '' : undefined}
              data-quadrant={d.quadrant || undefined}
              onPointerEnter={() => walk.setAt(at)}
              onClick={() => stop && walk.open(stop)}
            >
              {outline(d).length > 0 && (
                <path
                  className={css.ellipse}
                  clipPath={`url(#${frame})`}
                  d={`M${outline(d)
                    .map((p) => `${x(p[0] ?? 0)} ${y(p[1] ?? 0)}`)
                    .join('L')}Z`}
                />
              )}
              <circle className={css.dot} cx={px} cy={py} r="4" />
              <text
                className={css.name}
                x={px + (rightOf ? 9 : -9)}
                y={py}
                dy="0.34em"
                textAnchor={rightOf ? 'start' : 'end'}
              >
                {clipped(d.name, 24)}
              </text>
            </g>
          )
        })}
      </Drawing>
    </div>
  )
}
