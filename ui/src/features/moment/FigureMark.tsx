import { Trans } from '@lingui/react/macro'
import { Figure } from '../../components/figure/Figure'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { closeDomain } from '../../components/figure/scale'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import css from './moment.module.css'
import type { Criterion, Reading } from './queries'
import { useVerdicts } from './words'

export function Verdict({ of }: { of: Criterion['verdict'] }) {
  const { word, tone, icon } = useVerdicts()[of]
  return (
    <Tag tone={tone} icon={icon}>
      {word}
    </Tag>
  )
}

/** The whole scale of a criterion's figures. */
export const scaleOf = (c: Pick<Criterion, 'low' | 'high' | 'scale'>): readonly [number, number] =>
  c.scale === 'mean' ? [c.low ?? 0, c.high ?? 100] : [0, 100]

/** A reading of a criterion: figure, interval against the threshold, n, verdict. */
export function FigureMark({
  criterion,
  reading,
  short,
}: {
  criterion: Criterion
  reading: Reading
  /** In a table: one line of words. */
  short?: boolean
}) {
  const format = useFormat()
  const { figure } = reading
  const unit = criterion.unit
  const threshold = criterion.threshold
  const judgement = reading.verdict === 'kept' ? 'better' : reading.verdict === 'not_kept' ? 'worse' : undefined
  const interval = format.interval(figure.low, figure.high, unit)
  const n = format.count(figure.n)
  const least = format.withUnit(threshold, unit)
  return (
    <div className={css.mark}>
      <div className={css.markHead}>
        <Figure figure={figure} unit={unit} size="medium" />
        <Verdict of={reading.verdict} />
      </div>
      <IntervalMark
        figure={figure}
        unit={unit}
        target={threshold}
        domain={closeDomain([figure.low, figure.high, threshold], scaleOf(criterion))}
        judgement={judgement}
      />
      <p className="muted small">
        {short ? (
          <Trans>
            {interval} · n {n} · threshold {least}
          </Trans>
        ) : (
          <Trans>
            {interval} · n {n}
          </Trans>
        )}
      </p>
    </div>
  )
}
