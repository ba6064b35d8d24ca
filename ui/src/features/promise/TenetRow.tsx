import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Skeleton } from '../../components/feedback/Loading'
import { Figure } from '../../components/figure/Figure'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { figureDomain, metricDomain, scoredFrom } from '../../components/figure/scale'
import { address } from '../../components/filter/search'
import { Icon } from '../../components/Icon'
import { useFormat } from '../../words/i18n'
import css from './promise.module.css'
import type { Gap, Kept, Tenet } from './queries'
import { Verdict } from './Verdict'
import type { useCarrierNames } from './words'

type Slice = { from: string; to?: string }

/** One tenet: what people can be seen doing, through what it reaches customers, and how well it is kept. */
export function TenetRow({
  tenet,
  kept,
  gap,
  names,
  slice,
  stale,
  edit,
}: {
  tenet: Tenet
  /** Undefined while it is fetched, null for those who may not see figures. */
  kept: Kept | undefined | null
  gap: Gap | undefined
  names: ReturnType<typeof useCarrierNames>
  slice: Slice
  stale: boolean
  /** Where what is missing can be mended; nothing for those who may not, and for what isn't a draft. */
  edit?: { href?: string; onClick?: () => void; label: string }
}) {
  const points = tenet.touch_points ?? []
  const processes = tenet.processes ?? []
  return (
    <section className={css.tenet} aria-labelledby={`tenet-${tenet.id}`}>
      <div style={{ minWidth: 0 }}>
        <h3 className={css.name} id={`tenet-${tenet.id}`} dir="auto">
          {tenet.name}
        </h3>
        {tenet.behaviour && (
          <p className={css.behaviour} dir="auto">
            {tenet.behaviour}
          </p>
        )}
        {points.length + processes.length > 0 && (
          <ul className={css.chips}>
            {points.map((key) => (
              <li key={key}>
                <AppLink
                  className={css.chip}
                  href={address('/signals', { where: [`touch_point:${key}`], from: slice.from, to: slice.to })}
                >
                  <Icon name="pin" small />
                  <span className="ellipsis">{names.point(key)}</span>
                </AppLink>
              </li>
            ))}
            {processes.map((id) => (
              <li key={id}>
                <AppLink className={css.chip} href={address('/promise/processes', { process: id })}>
                  <Icon name="rule" small />
                  <span className="ellipsis">{names.process(id)}</span>
                </AppLink>
              </li>
            ))}
          </ul>
        )}
        {gap && (
          <p className={css.gap}>
            <span>{gap.text}</span>
            {edit?.href && (
              <AppLink className="link" href={edit.href}>
                {edit.label}
              </AppLink>
            )}
            {edit?.onClick && (
              <button type="button" className="link" onClick={edit.onClick}>
                {edit.label}
              </button>
            )}
          </p>
        )}
      </div>
      {kept !== null && (
        <div className={`${css.kept} ${stale ? css.dim : ''}`} aria-busy={stale || !kept}>
          {kept ? <HowKept kept={kept} slice={slice} /> : <Skeleton width="80%" height={48} />}
        </div>
      )}
    </section>
  )
}

function HowKept({ kept, slice }: { kept: Kept; slice: Slice }) {
  const { t } = useLingui()
  const format = useFormat()
  const { metric, figure } = kept
  if (!metric) {
    return (
      <>
        <Verdict of={kept.verdict} />
        <p className="muted small">
          <Trans>No metric says whether it is kept.</Trans>
        </p>
      </>
    )
  }
  if (!figure) {
    const name = metric.name
    return (
      <>
        <Verdict of={kept.verdict} />
        <p className="muted small">
          <Trans>{name}: nothing was heard in this time.</Trans>
        </p>
      </>
    )
  }
  const n = format.count(figure.n)
  const interval = format.interval(figure.low, figure.high, metric.unit)
  const target = kept.target === undefined ? '' : format.withUnit(kept.target, metric.unit)
  const judgement = kept.verdict === 'kept' ? 'better' : kept.verdict === 'not_kept' ? 'worse' : undefined
  const signals = address('/signals', {
    where: kept.where ?? undefined,
    from: slice.from,
    to: slice.to,
    metric: metric.key,
    score: 'answered',
  })
  return (
    <>
      <div className={css.keptHead}>
        <Figure figure={figure} unit={metric.unit} size="medium" />
        <Verdict of={kept.verdict} />
      </div>
      <IntervalMark
        figure={figure}
        target={kept.target}
        domain={figureDomain(figure, metricDomain(metric), undefined, kept.target)}
        unit={metric.unit}
        judgement={judgement}
      />
      <p className="second small">
        {metric.name}
        {target && <> · {t`target ${target}`}</>}
      </p>
      <p className="muted small">
        {figure.too_few ? (
          <Trans>
            n {n}, scored from {scoredFrom}
          </Trans>
        ) : (
          interval
        )}
        {' · '}
        <AppLink className="link" href={signals}>
          <Plural value={figure.n} one="the signal behind it" other={`${n} signals behind it`} />
        </AppLink>
      </p>
    </>
  )
}
