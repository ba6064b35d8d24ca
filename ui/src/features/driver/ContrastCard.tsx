import { Trans, useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { scaleLinear } from 'd3-scale'
import { AppLink } from '../../components/AppLink'
import { ChartCard } from '../../components/charts/ChartCard'
import { Drawing } from '../../components/charts/Drawing'
import { useWalk } from '../../components/charts/useWalk'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import css from './driver.module.css'
import { answered, signalsOf } from './leads'
import type { Analysis, Attribute, Contrast, Num } from './queries'
import { clipped } from './SharesCard'
import { useDriverWords } from './words'

type Line = Attribute & { side: string; where?: string }
type Drawn = { contrast: Contrast; where?: string; name: string }

/** What being poor costs and being good gains, against the middle. A kind is named only where the intervals carry it. */
export function ContrastCard({ analysis, names }: { analysis: Analysis; names: readonly string[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useDriverWords(analysis)
  const drawn: Drawn[] = (analysis.result?.sides ?? []).flatMap((side, at) =>
    side.contrast ? [{ contrast: side.contrast, where: side.where, name: names[at] ?? '' }] : [],
  )
  if (drawn.length === 0) return null
  const lines: Line[] = drawn.flatMap(({ contrast, where, name }) =>
    contrast.attributes.map((a) => ({ ...a, side: name, where })),
  )
  const bounds = lines
    .flatMap((a) => [a.penalty.low, a.penalty.high, a.reward.low, a.reward.high])
    .filter((v) => v !== null)
  const reach: [number, number] = [Math.min(0, ...bounds), Math.max(0, ...bounds)]
  const effect = (n: Num) =>
    n.value === null ? (
      <span className="muted">–</span>
    ) : (
      <span className="nowrap">
        <b>{words.signed(n.value)}</b> <span className="muted small">{words.points(n)}</span>
      </span>
    )
  const where = (a: Line, good: boolean) => {
    const above = a.good > a.poor === good
    return signalsOf(
      analysis.wish,
      a.where,
      answered(analysis.wish.outcome),
      `metric.${a.key}${above ? '>=' : '<='}${good ? a.good : a.poor}`,
    )
  }
  const limit = (a: Line, good: boolean) => {
    const value = good ? a.good : a.poor
    const n = format.count(good ? a.good_n : a.poor_n)
    const edge = format.number(value, Number.isInteger(value) ? 0 : 1)
    const above = a.good > a.poor === good
    return <AppLink href={where(a, good)}>{above ? t`from ${edge} up, n ${n}` : t`up to ${edge}, n ${n}`}</AppLink>
  }
  const columns: Column<Line>[] = [
    { id: 'name', header: t`Measure`, cell: (a) => a.name, sort: (a) => a.name },
    ...(drawn.length > 1
      ? [{ id: 'side', header: t`Among`, cell: (a: Line) => a.side, sort: (a: Line) => a.side }]
      : []),
    {
      id: 'penalty',
      header: t`Penalty`,
      cell: (a) => effect(a.penalty),
      sort: (a) => a.penalty.value,
      align: 'right',
      phone: 'keep',
    },
    { id: 'poor', header: t`Poor is`, cell: (a) => limit(a, false) },
    {
      id: 'reward',
      header: t`Reward`,
      cell: (a) => effect(a.reward),
      sort: (a) => a.reward.value,
      align: 'right',
      phone: 'keep',
    },
    { id: 'good', header: t`Good is`, cell: (a) => limit(a, true) },
    {
      id: 'kind',
      header: t`Kind`,
      cell: (a) =>
        a.kind === 'unsure' ? <span className="muted">{t`can’t be told`}</span> : <Tag>{words.kind(a.kind)}</Tag>,
    },
  ]
  return (
    <ChartCard
      title={t`Penalties and rewards`}
      remark={t`in points of the scale of ${words.outcome}`}
      drawing={drawn.map((one) => ({
        name: one.name,
        chart: <Effects lines={lines.filter((a) => a.side === one.name)} analysis={analysis} reach={reach} />,
      }))}
      table={
        <DataTable
          label={t`Penalties and rewards`}
          columns={columns}
          rows={lines}
          rowKey={(a) => `${a.side} ${a.key}`}
        />
      }
    >
      <div className={css.remark}>
        <p>
          <Trans>
            Penalty: how much lower the outcome is where the measure is poor. Reward: how much higher where it is good.
            Both against the middle, the others held.
          </Trans>{' '}
          {drawn.some((one) => one.contrast.sampled) && (
            <Trans>
              Of so many rows a part of the customers was used, chosen by chance: n{' '}
              {format.count(drawn[0]?.contrast.n ?? 0)}.
            </Trans>
          )}
        </p>
        {[
          ...new Set(
            drawn.flatMap((one) => [...(one.contrast.excluded ?? []), ...one.contrast.warnings]).map((n) => n.message),
          ),
        ].map((said) => (
          <p key={said}>{said}</p>
        ))}
      </div>
    </ChartCard>
  )
}

const row = 40

function Effects({ lines, analysis, reach }: { lines: readonly Line[]; analysis: Analysis; reach: [number, number] }) {
  const { t } = useLingui()
  const words = useDriverWords(analysis)
  const { ref, width } = useElementSize()
  const wide = Math.max(width || 640, 240)
  const left = Math.min(wide * 0.34, 220)
  const x = scaleLinear()
    .domain(reach[0] === reach[1] ? [-1, 1] : reach)
    .range([left + 8, wide - 16])
  const stops = lines.map((a) => ({
    key: a.key,
    said: t`${a.name}: penalty ${words.signed(a.penalty.value)}, ${words.points(a.penalty)}; reward ${words.signed(a.reward.value)}, ${words.points(a.reward)}; ${a.kind === 'unsure' ? t`kind can’t be told` : words.kind(a.kind)}`,
    href: signalsOf(analysis.wish, a.where, answered(analysis.wish.outcome), answered(a.key)),
  }))
  const walk = useWalk(t`Penalties and rewards`, stops)
  const tall = lines.length * row + 26
  const mark = (n: Num, y: number, cls: string | undefined) =>
    n.value === null ? null : (
      <>
        <rect
          className={cls}
          x={Math.min(x(0), x(n.value))}
          y={y - 6}
          width={Math.max(1, Math.abs(x(n.value) - x(0)))}
          height="12"
          rx="2"
        />
        {n.low !== null && n.high !== null && (
          <path
            className={css.whisker}
            d={`M${x(n.low)} ${y}H${x(n.high)}M${x(n.low)} ${y - 4}v8M${x(n.high)} ${y - 4}v8`}
          />
        )}
      </>
    )
  return (
    <div className={css.plot} ref={ref} dir="ltr">
      <Drawing wide={wide} tall={tall} walk={walk}>
        {x.ticks(wide < 480 ? 4 : 7).map((tick) => (
          <text key={tick} className={css.label} x={x(tick)} y={tall - 6} textAnchor="middle">
            {words.signed(tick)}
          </text>
        ))}
        <line className={css.edge} x1={x(0)} x2={x(0)} y1="0" y2={tall - 20} />
        {lines.map((a, at) => {
          const y = at * row + row / 2
          const stop = stops[at]
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the drawing as a whole is the slider
            <g
              key={a.key}
              className={css.line}
              data-seen={walk.at === at ? '' : undefined}
              onPointerEnter={() => walk.setAt(at)}
              onClick={() => stop && walk.open(stop)}
            >
              <rect className={css.hit} x="0" y={y - row / 2} width={wide} height={row} />
              <text className={css.name} x={left - 10} y={y} dy="0.34em" textAnchor="end">
                {clipped(a.name, left / 6.6)}
              </text>
              {mark(a.penalty, y - 8, css.penalty)}
              {mark(a.reward, y + 8, css.reward)}
            </g>
          )
        })}
      </Drawing>
      <p className={css.legend} aria-hidden="true">
        <span data-what="penalty" /> <Trans>penalty</Trans> <span data-what="reward" /> <Trans>reward</Trans>
      </p>
    </div>
  )
}
