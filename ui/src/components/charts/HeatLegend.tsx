import { Trans, useLingui } from '@lingui/react/macro'
import type { Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { limits } from './heat'
import css from './heat.module.css'

/** What the colours of a heat map mean: in the metric's own unit, or in hundredths of each scale where metrics are mixed. */
export function HeatLegend({ metric, middle }: { metric?: Metric; middle: number | null }) {
  const { t } = useLingui()
  const format = useFormat()
  const whole = metric ? format.withUnit(middle, metric.unit) : ''
  const method = metric?.scoring.method
  const unit = metric && method === 'mean' ? (metric.max - metric.min) / 100 : method === 'nps' ? 2 : 1
  const say = (limit: number) => format.number(limit * unit, metric?.unit === 'score' ? 2 : 0)
  const within3 = say(limits[0])
  const steps = [-4, -3, -2, -1, 0, 1, 2, 3, 4]
  return (
    <div className={css.legend}>
      <span className="second small">
        {metric ? t`From the whole, ${whole}` : t`From target or whole, in hundredths of each scale`}
      </span>
      <span className={css.steps} aria-hidden="true">
        {steps.map((step) => (
          <span key={step} className={css.cell} data-step={step}>
            {step === 0 ? t`within ${within3}` : `${step < 0 ? '−' : '+'}${say(limits[Math.abs(step) - 1] ?? 0)}`}
          </span>
        ))}
      </span>
      <span className="row small second">
        <span className={css.cell} data-few="" style={{ width: 20, height: 14 }} />
        <Trans>n below 30: not scored</Trans>
      </span>
    </div>
  )
}
