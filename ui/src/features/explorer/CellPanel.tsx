import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useMemo, useRef } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { breakdowns } from '../../components/charts/dimension'
import { LoadingRows } from '../../components/feedback/Loading'
import { ChangeSentence } from '../../components/figure/ChangeSentence'
import { Figure } from '../../components/figure/Figure'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { metricDomain, sharedDomain } from '../../components/figure/scale'
import { Chooser } from '../../components/filter/Chooser'
import { address } from '../../components/filter/search'
import { signalsOf, sliceOf } from '../../components/view/leads'
import { labelOf } from '../../components/view/tables'
import { useAgainst } from '../../components/view/useAgainst'
import type { FigureRow, Figures } from '../../core/metrics'
import { type Spec, type Told, useAnswers } from '../../core/views'
import { useFormat } from '../../words/i18n'
import css from './explorer.module.css'
import type { Explorer } from './useExplorer'

/** One figure of the Explorer: what it is, what it differs from, what is inside it, and the signals behind it. */
export function CellPanel({
  explorer,
  told,
  figures,
  group,
  onClose,
}: {
  explorer: Explorer
  told: Told
  figures: Figures
  /** Keys in the order of the dimensions; fewer mean a row over all columns. */
  group: readonly string[]
  onClose: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const heading = useRef<HTMLHeadingElement>(null)
  const { shown: spec, dimensions, search, say } = explorer
  const { metric } = figures
  const by = useMemo(() => Object.fromEntries(group.map((key, at) => [told.by[at] ?? '', key])), [group, told.by])
  const row = find(figures, told, group)
  const slice = sliceOf(spec, told, { by })
  const choices = breakdowns(dimensions).filter((d) => !told.by.includes(d.key) && d.values > 1)
  const wanted = typeof search.inner === 'string' ? search.inner : ''
  const inner = choices.find((d) => d.key === wanted) ?? choices.find((d) => d.key.startsWith('unit.')) ?? choices[0]
  const specs = useMemo((): Spec[] => {
    const base: Spec = {
      metrics: [metric.key],
      where: slice.where ?? [],
      period:
        slice.from === 'all' || !slice.to ? { preset: 'all' } : { from: String(slice.from), to: String(slice.to) },
      against: told.rest ? { kind: 'none' } : { kind: spec.against.kind === 'own' ? 'none' : spec.against.kind },
      shape: 'figure',
    }
    return [
      base,
      ...(inner
        ? [{ ...base, by: [inner.key], shape: 'bars' as const, against: { kind: 'rest' as const }, top: 12 }]
        : []),
    ]
  }, [metric.key, slice.where, slice.from, slice.to, told.rest, spec.against.kind, inner])
  const answer = useAnswers(specs, row !== undefined)
  const [over, inside] = answer.data?.answers ?? []
  const overAgainst = useAgainst()
  const key = group.join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cell is another heading to read
  useEffect(() => {
    heading.current?.focus({ preventScroll: window.matchMedia('(min-width: 1101px)').matches })
  }, [key, metric.key])
  const title = group.map((_, at) => labelOf(row ?? { by }, told.by[at] ?? '', format, t`none`))
  const own = over?.figures?.[0]?.rows?.[0]
  const change = row?.rest ? row.change : own?.change
  const against = row?.rest ? t`the rest` : over ? overAgainst(over) : ''
  const n = format.count(row?.n ?? 0)
  const left = row ? row.left_out.not_answered + row.left_out.not_rated + row.left_out.out_of_scale : 0
  return (
    <aside className={css.panel} aria-label={t`The chosen figure`}>
      <div className={css.panelHead}>
        <div className="grow">
          <h2 ref={heading} tabIndex={-1}>
            {title[0] ?? metric.name}
          </h2>
          <p className="muted small">{[metric.name, ...title.slice(1)].join(', ')}</p>
        </div>
        <Button kind="quiet" square icon="close" onClick={onClose}>
          {t`Close`}
        </Button>
      </div>
      {row ? (
        <>
          <div className={css.panelFigure}>
            <Figure figure={row} unit={metric.unit} size="medium" />
            <span className="muted small">
              {row.too_few ? t`n ${n}, scored from 30` : t`${format.interval(row.low, row.high, metric.unit)} · n ${n}`}
              {left > 0 && <> · {t`${format.count(left)} left out`}</>}
            </span>
            {change && against && (
              <ChangeSentence change={change} against={against} unit={metric.unit} rest={row.rest !== undefined} />
            )}
          </div>
          {inner && (
            <div className={css.inner}>
              <Chooser
                label={t`Inside it, by`}
                value={inner.key}
                options={choices.map((d) => ({ value: d.key, label: d.name }))}
                onChange={(next) => say({ inner: next })}
              />
              {inside ? (
                <Inside told={inside} metric={figures.metric} dimension={inner.key} stale={answer.isPlaceholderData} />
              ) : (
                <LoadingRows rows={4} />
              )}
            </div>
          )}
          <div className={`${css.panelFoot} no-print`}>
            <ButtonLink kind="primary" icon="signal" href={signalsOf(spec, told, metric.key, { by })}>
              <Plural value={row.n} one="The signal behind it" other={`${n} signals`} />
            </ButtonLink>
            <ButtonLink href={address(`/figures/${metric.key}`, slice)}>
              <Trans>Its own page</Trans>
            </ButtonLink>
          </div>
        </>
      ) : (
        <p className={css.panelFigure}>
          <Trans>Nobody answered here.</Trans>
        </p>
      )}
    </aside>
  )
}

function find(figures: Figures, told: Told, group: readonly string[]): FigureRow | undefined {
  const fits = (row: FigureRow) => group.every((key, at) => (row.by[told.by[at] ?? ''] ?? '') === key)
  if (group.length === 0) return figures.whole ?? figures.rows?.[0]
  return group.length < told.by.length ? figures.margin?.find(fits) : figures.rows?.find(fits)
}

function Inside({
  told,
  metric,
  dimension,
  stale,
}: {
  told: Told
  metric: Figures['metric']
  dimension: string
  stale: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const rows = (told.figures?.[0]?.rows ?? []).filter((row) => row.n > 0)
  const domain = sharedDomain(rows, metricDomain(metric))
  const made = told.figures?.[0]?.compared
  return (
    <div style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <table className={css.inside}>
        <thead>
          <tr>
            <th scope="col">{told.titles?.[0] ?? ''}</th>
            <th scope="col">n</th>
            <th scope="col">{metric.unit === '%' ? '%' : t`Value`}</th>
            <th scope="col" className={css.axis}>
              <span>{format.number(domain[0])}</span>
              <span>{format.number(domain[1])}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.by[dimension]}>
              <th scope="row">{labelOf(row, dimension, format, t`none`)}</th>
              <td className="muted">{format.count(row.n)}</td>
              <td>
                {row.too_few ? (
                  <span className="muted">{t`too few`}</span>
                ) : (
                  <b>{format.value(row.value, metric.unit)}</b>
                )}
              </td>
              <td>
                <IntervalMark
                  figure={row}
                  domain={domain}
                  unit={metric.unit}
                  judgement={row.change?.judgement}
                  before={row.rest}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {made && made.count > 1 && (
        <p className="muted small">
          <Plural
            value={made.clear}
            _0="Bars: the others together. None differs from them by more than noise."
            one="Bars: the others together. One differs from them by more than noise."
            other="Bars: the others together. # differ from them by more than noise."
          />
        </p>
      )}
    </div>
  )
}
