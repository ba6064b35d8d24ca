import { useLingui } from '@lingui/react/macro'
import css from './impact.module.css'
import { useMoney } from './money'
import type { Amount } from './queries'
import { useGrades } from './words'

export type Span = { low: number; high: number }

/** The scale on which amounts are drawn beside one another: from 0 to the largest end. */
export const spanOf = (amounts: readonly Amount[]): Span => ({
  low: Math.min(0, ...amounts.map((a) => a.p10)),
  high: Math.max(1, ...amounts.map((a) => a.p90)),
})

/** Money at risk: p10 to p90 as a grey bar, p50 as a tick. */
export function RangeMark({ amount, span, currency }: { amount: Amount; span: Span; currency: string }) {
  const { t } = useLingui()
  const money = useMoney(currency)
  const at = (value: number) => (100 * (value - span.low)) / (span.high - span.low)
  const [low, high] = money.ends(amount)
  const middle = money.short(amount.p50)
  return (
    <span className={css.range} role="img" aria-label={t`${middle}, from ${low} to ${high}`}>
      <span className={css.bar} style={{ left: `${at(amount.p10)}%`, width: `${at(amount.p90) - at(amount.p10)}%` }} />
      <span className={css.tick} style={{ left: `${at(amount.p50)}%` }} />
    </span>
  )
}

/** The grade of evidence in a box; its meaning is read out and shown on hover. */
export function GradeBox({ grade }: { grade?: string }) {
  const said = useGrades()[grade ?? '']
  if (!grade) return null
  return (
    <abbr className={css.grade} title={said} data-grade={grade}>
      {grade}
    </abbr>
  )
}
