import { Trans, useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { scaleLinear, scaleSqrt } from 'd3-scale'
import { AppLink } from '../../components/AppLink'
import { ChartCard } from '../../components/charts/ChartCard'
import { Drawing } from '../../components/charts/Drawing'
import { useWalk } from '../../components/charts/useWalk'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import css from './characteristic.module.css'
import { signalsOf } from './leads'
import type { Comparison, Point, Slice } from './queries'

/** Every group by how many answers it has, between limits that allow for chance. */
export function FunnelCard({ of, slice }: { of: Comparison; slice: Slice }) {
  const { t } = useLingui()
  const format = useFormat()
  const verdict = (p: Point) =>
    p.verdict === 'unclear' ? (
      <span className="muted">{t`inside: no more than chance`}</span>
    ) : p.verdict === 'higher' ? (
      <Tag tone="better">{t`above`}</Tag>
    ) : (
      <Tag tone="worse">{t`below`}</Tag>
    )
  const columns: Column<Point>[] = [
    {
      id: 'name',
      header: t`Group`,
      cell: (p) => (
        <>
          <AppLink href={signalsOf(slice, p.key, of.characteristic)}>{p.label}</AppLink>{' '}
          {p.partner && <Tag>{t`partner`}</Tag>}
        </>
      ),
      sort: (p) => p.label,
    },
    {
      id: 'score',
      header: t`Score`,
      cell: (p) => <b>{format.number(p.score, 1)}</b>,
      sort: (p) => p.score,
      align: 'right',
      phone: 'keep',
    },
    {
      id: 'n',
      header: 'n',
      cell: (p) => <span className="muted">{format.count(p.n)}</span>,
      sort: (p) => p.n,
      align: 'right',
    },
    {
      id: 'limits',
      header: t`Expected by chance`,
      cell: (p) => (
        <span className="muted nowrap">{t`${format.number(p.outer_low, 1)} to ${format.number(p.outer_high, 1)}`}</span>
      ),
    },
    { id: 'verdict', header: t`Compared`, cell: verdict },
  ]
  return (
    <ChartCard
      title={t`Compared, allowing for chance`}
      remark={of.metric?.name ?? ''}
      drawing={[{ name: of.characteristic.name, chart: <Funnel of={of} slice={slice} /> }]}
      table={
        <DataTable
          label={t`Compared`}
          columns={columns}
          rows={of.points}
          rowKey={(p) => p.key}
          sort={{ id: 'score', desc: false }}
        />
      }
    >
      <p className={css.remark}>
        <Trans>
          Few answers scatter more than many, so the limits narrow to the right. One group in 20 that is like all others
          lies outside the inner lines, one in 500 outside the outer ones; only those are called different.
        </Trans>{' '}
        {of.dispersion === 'added' && (
          <Trans>Groups are allowed to differ as much as they do for reasons that are nobody’s merit or fault.</Trans>
        )}
      </p>
    </ChartCard>
  )
}

const height = 280
const [left, right, top, bottom] = [40, 20, 12, 38]

function Funnel({ of, slice }: { of: Comparison; slice: Slice }) {
  const { t } = useLingui()
  const format = useFormat()
  const { ref, width } = useElementSize()
  const wide = Math.max(width || 640, 240)
  const points = of.points
  const most = Math.max(...points.map((p) => p.n))
  const values = points.flatMap((p) => [
    p.score,
    p.n * 4 > most ? p.outer_low : p.inner_low,
    p.n * 4 > most ? p.outer_high : p.inner_high,
  ])
  const x = scaleSqrt()
    .domain([0.8 * Math.min(...points.map((p) => p.n)), 1.04 * most])
    .range([left, wide - right])
  const y = scaleLinear()
    .domain([Math.max(0, Math.min(...values) - 3), Math.min(100, Math.max(...values) + 3)])
    .range([height - bottom, top])
  const stops = points.map((p) => {
    const score = format.number(p.score, 1)
    const low = format.number(p.outer_low, 1)
    const high = format.number(p.outer_high, 1)
    const n = format.count(p.n)
    return {
      key: p.key,
      said: t`${p.label}: ${score}, n ${n}, by chance ${low} to ${high}`,
      href: signalsOf(slice, p.key, of.characteristic),
    }
  })
  const walk = useWalk(t`Groups of ${of.characteristic.name} by their answers`, stops)
  const edge = (value: (p: Point) => number) =>
    points
      .map(
        (p, at) =>
          `${at === 0 ? 'M' : 'L'}${x(p.n)} ${y(Math.min(y.domain()[1] ?? 100, Math.max(y.domain()[0] ?? 0, value(p))))}`,
      )
      .join('')
  const seen = walk.at === null ? undefined : points[walk.at]
  return (
    <div className={css.plot} ref={ref} dir="ltr">
      <Drawing wide={wide} tall={height} walk={walk}>
        {y.ticks(5).map((tick) => (
          <g key={tick}>
            <line className={css.grid} x1={left} x2={wide - right} y1={y(tick)} y2={y(tick)} />
            <text className={css.label} x={left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
              {format.number(tick)}
            </text>
          </g>
        ))}
        {x.ticks(4).map((tick) => (
          <text key={tick} className={css.label} x={x(tick)} y={height - bottom + 14} textAnchor="middle">
            {format.count(tick)}
          </text>
        ))}
        <text className={css.label} x={(left + wide - right) / 2} y={height - 6} textAnchor="middle">
          {t`Answers`}
        </text>
        {of.target !== null && (
          <line className={css.middle} x1={left} x2={wide - right} y1={y(of.target)} y2={y(of.target)} />
        )}
        {[(p: Point) => p.outer_low, (p: Point) => p.outer_high].map((value, at) => (
          <path key={at === 0 ? 'low' : 'high'} className={css.outer} d={edge(value)} />
        ))}
        {[(p: Point) => p.inner_low, (p: Point) => p.inner_high].map((value, at) => (
          <path key={at === 0 ? 'low' : 'high'} className={css.inner} d={edge(value)} />
        ))}
        {points.map((p, at) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the drawing as a whole is the slider
          <g
            key={p.key}
            className={css.point}
            data-verdict={p.verdict}
            data-seen={walk.at === at ? '' : undefined}
            onPointerEnter={() => walk.setAt(at)}
            onClick={() => stops[at] && walk.open(stops[at])}
          >
            {p.partner ? (
              <rect x={x(p.n) - 4} y={y(p.score) - 4} width="8" height="8" />
            ) : (
              <circle cx={x(p.n)} cy={y(p.score)} r="4.5" />
            )}
          </g>
        ))}
        {points
          .filter((p) => p.verdict !== 'unclear' || p === seen)
          .map((p) => (
            <text
              key={p.key}
              className={css.name}
              x={x(p.n) + (x(p.n) > wide / 2 ? -9 : 9)}
              y={y(p.score)}
              dy="0.34em"
              textAnchor={x(p.n) > wide / 2 ? 'end' : 'start'}
            >
              {p.label}
            </text>
          ))}
      </Drawing>
    </div>
  )
}
