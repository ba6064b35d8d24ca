import { Trans, useLingui } from '@lingui/react/macro'
import { Popover } from '@mantine/core'
import { Children, type CSSProperties, type ReactNode } from 'react'
import type { FigureRow, Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { AppLink } from '../AppLink'
import { Skeleton } from '../feedback/Loading'
import { Icon } from '../Icon'
import { ChangeSentence } from './ChangeSentence'
import { Figure } from './Figure'
import css from './figure.module.css'
import { IntervalMark } from './IntervalMark'
import { figureDomain, metricDomain, scoredFrom } from './scale'
import { TargetWord } from './TargetWord'

/** The frame that tiles share, hairlines between them; rows hold five at most and equally many. */
export function Tiles({ label, children }: { label: string; children: ReactNode }) {
  const count = Children.count(children)
  const perRow = Math.ceil(count / Math.max(1, Math.ceil(count / 5)))
  return (
    <section className={css.tiles} aria-label={label} style={{ '--per-row': perRow } as CSSProperties}>
      {children}
    </section>
  )
}

/**
 * One metric now: figure, interval mark, range and n, comparison. The whole tile opens `href`, the drill-down;
 * `definition` explains the number behind (i). Without `row` it shows the shape of what comes.
 */
export function Tile({
  metric,
  row,
  against,
  target,
  href,
  definition,
  note,
  fresh,
  stale,
}: {
  metric: Metric
  row?: FigureRow | null
  /** What it is compared with ("Sep 2026"); empty when nothing is compared. */
  against: string
  target?: number
  href?: string
  definition?: ReactNode
  /** Stands instead of the comparison: what makes it worthless ("not comparable from 9 Jun 2015"). */
  note?: ReactNode
  /** The figure has just changed by itself: marked for a moment. */
  fresh?: boolean
  /** The figures of another question are still shown while this one is fetched. */
  stale?: boolean
}) {
  return (
    <article className={css.tile} aria-busy={stale || !row} data-fresh={fresh ? '' : undefined}>
      <h2 className={css.label}>
        {href ? (
          <AppLink className={css.open} href={href}>
            {metric.name}
          </AppLink>
        ) : (
          metric.name
        )}
        {definition && <Definition name={metric.name}>{definition}</Definition>}
      </h2>
      {row ? (
        <div className={stale ? css.dim : undefined} style={{ display: 'grid', gap: 4 }}>
          <Inside metric={metric} row={row} against={against} target={target} note={note} />
        </div>
      ) : (
        <>
          <Skeleton width="45%" height={32} />
          <Skeleton width="100%" height={16} />
          <Skeleton width="70%" height={12} />
        </>
      )}
    </article>
  )
}

function Inside({
  metric,
  row,
  against,
  target,
  note,
}: {
  metric: Metric
  row: FigureRow
  against: string
  target?: number
  note?: ReactNode
}) {
  const format = useFormat()
  const n = format.count(row.n)
  const interval = format.interval(row.low, row.high, metric.unit)
  const missing = scoredFrom - row.n
  return (
    <>
      <Figure figure={row} unit={metric.unit} />
      <IntervalMark
        figure={row}
        before={row.before}
        target={target ?? row.target?.value}
        domain={figureDomain(row, metricDomain(metric), row.before, target ?? row.target?.value)}
        unit={metric.unit}
        judgement={note ? undefined : row.change?.judgement}
      />
      <span className={css.n}>
        {row.too_few ? (
          <Trans>
            n {n}, scored from {scoredFrom}
          </Trans>
        ) : (
          <Trans>
            {interval} · n {n}
          </Trans>
        )}
      </span>
      {row.too_few ? (
        missing > 0 && (
          <span className={css.change}>
            <Trans>{missing} more answers are needed</Trans>
          </span>
        )
      ) : note ? (
        <span className={css.change}>{note}</span>
      ) : (
        against && <ChangeSentence change={row.change} against={against} unit={metric.unit} />
      )}
      {row.target && <TargetWord target={row.target} unit={metric.unit} />}
    </>
  )
}

/** (i) beside a label: what the number means, opened by click or key, closed by Escape. */
export function Definition({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useLingui()
  return (
    <Popover width={320} position="bottom-start" shadow="none" withinPortal trapFocus={false}>
      <Popover.Target>
        <button type="button" className={css.define} aria-label={t`What ${name} means`}>
          <Icon name="info" small />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.definition}>{children}</Popover.Dropdown>
    </Popover>
  )
}
