import { useLingui } from '@lingui/react/macro'
import { type Domain, place } from '../../components/figure/scale'
import { useFormat } from '../../words/i18n'
import css from './rollup.module.css'
import type { RollupUnit } from './tree'

/** A unit's figure with its interval over the spread of the units directly below it, on the scale of the page. */
export function SpreadStrip({
  unit,
  domain,
  metricUnit,
  whole,
}: {
  unit: RollupUnit
  domain: Domain
  metricUnit: string
  /** The top's figure: a dashed line through every row. */
  whole: number | null
}) {
  const { t } = useLingui()
  const format = useFormat()
  const { figure, spread } = unit
  const at = (value: number | null | undefined) => place(value ?? 0, domain)
  const scored = !figure.too_few && figure.value !== null
  const interval = format.interval(figure.low, figure.high, metricUnit)
  const own = scored ? t`interval ${interval}` : t`Too few answers to score`
  const inside = spread
    ? t`, units below from ${format.value(spread.low, metricUnit)} to ${format.value(spread.high, metricUnit)}`
    : ''
  return (
    <span
      className={css.mark}
      role="img"
      aria-label={`${own}${inside}`}
      data-judgement={unit.apart?.judgement}
      dir="ltr"
    >
      {spread && (
        <span
          className={css.spread}
          style={{ left: `${at(spread.low)}%`, width: `${at(spread.high) - at(spread.low)}%` }}
        />
      )}
      {unit.target && <span className={css.target} style={{ left: `${at(unit.target.value)}%` }} />}
      {whole !== null && <span className={css.whole} style={{ left: `${at(whole)}%` }} />}
      {scored && (
        <>
          <span
            className={css.band}
            style={{ left: `${at(figure.low)}%`, width: `${at(figure.high) - at(figure.low)}%` }}
          />
          <span className={css.dot} style={{ left: `${at(figure.value)}%` }} />
        </>
      )}
    </span>
  )
}
