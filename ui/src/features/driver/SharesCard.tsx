import { useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { scaleLinear } from 'd3-scale'
import { AppLink } from '../../components/AppLink'
import { ChartCard } from '../../components/charts/ChartCard'
import { Drawing } from '../../components/charts/Drawing'
import { useWalk } from '../../components/charts/useWalk'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import css from './driver.module.css'
import { answered, signalsOf } from './leads'
import type { Analysis, Driver, Side } from './queries'
import { useDriverWords } from './words'

type Line = {
  driver: Driver
  other?: Driver
  verdict?: string
  difference?: { value: number | null; low: number | null; high: number | null }
}

/** How R² is shared out among the measures: bars with their intervals, ranks, and which way each goes. */
export function SharesCard({ analysis, names }: { analysis: Analysis; names: readonly string[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useDriverWords(analysis)
  const sides = (analysis.result?.sides ?? []).filter((side) => side.drivers.length > 0)
  const [first, second] = sides
  if (!first) return null
  const lines: Line[] = first.drivers.map((driver) => {
    const difference = analysis.result?.differences?.find((one) => one.key === driver.key)
    return {
      driver,
      other: second?.drivers.find((one) => one.key === driver.key),
      verdict: difference?.verdict,
      difference: difference?.share,
    }
  })
  const top = Math.max(...sides.flatMap((side) => side.drivers.map((d) => d.share.high ?? d.share.value ?? 0)))
  const share = (d: Driver | undefined) =>
    d ? (
      <span className="nowrap">
        <b>{format.percent(d.share.value ?? 0)}</b> <span className="muted small">{words.between(d.share)}</span>
      </span>
    ) : null
  const rank = (d: Driver) =>
    d.rank_low === d.rank_high ? String(d.rank) : t`${d.rank} (${d.rank_low} to ${d.rank_high})`
  const columns: Column<Line>[] = [
    {
      id: 'name',
      header: t`Measure`,
      cell: ({ driver }) => (
        <AppLink href={signalsOf(analysis.wish, first.where, answered(analysis.wish.outcome), answered(driver.key))}>
          {driver.name}
        </AppLink>
      ),
      sort: ({ driver }) => driver.name,
    },
    {
      id: 'share',
      header: second ? t`Share, ${names[0] ?? ''}` : t`Share`,
      cell: ({ driver }) => share(driver),
      sort: ({ driver }) => driver.share.value,
      align: 'right',
      phone: 'keep',
    },
    ...(second
      ? [
          {
            id: 'other',
            header: t`Share, ${names[1] ?? ''}`,
            cell: ({ other }: Line) => share(other),
            sort: ({ other }: Line) => other?.share.value ?? null,
            align: 'right' as const,
          },
          {
            id: 'difference',
            header: t`Difference`,
            cell: (line: Line) => words.difference(line.verdict, line.difference, analysis.result?.overlap ?? 0),
            sort: (line: Line) => line.difference?.value ?? null,
          },
        ]
      : [
          {
            id: 'rank',
            header: t`Rank`,
            cell: ({ driver }: Line) => rank(driver),
            sort: ({ driver }: Line) => driver.rank,
          },
        ]),
    { id: 'sign', header: t`More of it goes with`, cell: ({ driver }) => words.sign(driver) },
    {
      id: 'n',
      header: t`Heard`,
      cell: ({ driver }) => <span className="muted">{format.count(driver.heard)}</span>,
      sort: ({ driver }) => driver.heard,
      align: 'right',
    },
    {
      id: 'vif',
      header: 'VIF',
      cell: ({ driver }) =>
        driver.inflation === null ? '–' : <span className="muted">{format.number(driver.inflation, 1)}</span>,
      sort: ({ driver }) => driver.inflation,
      align: 'right',
    },
  ]
  return (
    <ChartCard
      title={t`Shares of what they explain`}
      remark={t`with 95 % intervals; they add up to 100 %`}
      drawing={sides.map((side, at) => ({
        name: names[at] ?? '',
        chart: <ShareBars side={side} analysis={analysis} top={top} title={t`Shares of ${words.outcome}`} />,
      }))}
      table={
        <DataTable
          label={t`Shares`}
          columns={columns}
          rows={lines}
          rowKey={({ driver }) => driver.key}
          sort={{ id: 'share', desc: true }}
        />
      }
    />
  )
}

const row = 34

/** One bar a measure, the largest first, its interval as a whisker. */
function ShareBars({ side, analysis, top, title }: { side: Side; analysis: Analysis; top: number; title: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useDriverWords(analysis)
  const { ref, width } = useElementSize()
  const wide = Math.max(width || 640, 240)
  const left = Math.min(wide * 0.36, 220)
  const x = scaleLinear()
    .domain([0, Math.max(top, 0.05)])
    .range([left, wide - 52])
  const stops = side.drivers.map((d) => {
    const value = format.percent(d.share.value ?? 0)
    return {
      key: d.key,
      said: t`${d.name}: ${value}, ${words.between(d.share)}, rank ${d.rank}`,
      href: signalsOf(analysis.wish, side.where, answered(analysis.wish.outcome), answered(d.key)),
    }
  })
  const walk = useWalk(title, stops)
  return (
    <div className={css.plot} ref={ref} dir="ltr">
      <Drawing wide={wide} tall={side.drivers.length * row + 8} walk={walk}>
        {side.drivers.map((d, at) => {
          const y = at * row + row / 2
          const [value, low, high] = [d.share.value ?? 0, d.share.low ?? 0, d.share.high ?? 0]
          const stop = stops[at]
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the drawing as a whole is the slider
            <g
              key={d.key}
              className={css.line}
              data-seen={walk.at === at ? '' : undefined}
              onPointerEnter={() => walk.setAt(at)}
              onClick={() => stop && walk.open(stop)}
            >
              <rect className={css.hit} x="0" y={y - row / 2} width={wide} height={row} />
              <text className={css.name} x={left - 10} y={y} dy="0.34em" textAnchor="end">
                {clipped(d.name, left / 6.6)}
              </text>
              <rect className={css.bar} x={left} y={y - 7} width={Math.max(1, x(value) - left)} height="14" rx="2" />
              <line className={css.edge} x1={left} x2={left} y1={y - 9} y2={y + 9} />
              <path
                className={css.whisker}
                d={`M${x(low)} ${y}H${x(high)}M${x(low)} ${y - 4}v8M${x(high)} ${y - 4}v8`}
              />
              <text className={css.value} x={x(high) + 8} y={y} dy="0.34em">
                {format.percent(value)}
              </text>
            </g>
          )
        })}
      </Drawing>
    </div>
  )
}

export const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(3, Math.floor(most) - 1))}…` : text
