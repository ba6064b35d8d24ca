import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import css from './figure.module.css'
import { type Domain, type Estimate, place } from './scale'

/**
 * Estimate and 95 % interval on a scale: band, dot, bar for the earlier value, dashes for the target.
 * Band and dot are coloured only when `judgement` says that the change is more than noise.
 */
export function IntervalMark({
  figure,
  domain,
  unit,
  before,
  target,
  judgement,
}: {
  figure: Estimate
  domain: Domain
  unit: string
  before?: Estimate | null
  target?: number
  judgement?: 'better' | 'worse' | 'unclear'
}) {
  const { t } = useLingui()
  const format = useFormat()
  const at = (value: number) => `${place(value, domain)}%`
  const interval = format.interval(figure.low, figure.high, unit)
  const value = format.withUnit(figure.value, unit)
  const label =
    figure.n === 0 ? t`No answers` : figure.too_few ? t`Too few answers to score` : t`${value}, interval ${interval}`
  return (
    <span
      className={css.mark}
      role="img"
      aria-label={label}
      data-judgement={judgement}
      data-few={figure.too_few ? '' : undefined}
    >
      {figure.low !== null && figure.high !== null && (
        <span
          className={css.band}
          style={{ left: at(figure.low), width: `${place(figure.high, domain) - place(figure.low, domain)}%` }}
        />
      )}
      {target !== undefined && <span className={css.target} style={{ left: at(target) }} />}
      {before && before.value !== null && !before.too_few && (
        <span className={css.before} style={{ left: at(before.value) }} />
      )}
      {figure.value !== null && <span className={css.dot} style={{ left: at(figure.value) }} />}
    </span>
  )
}
