import { Trans, useLingui } from '@lingui/react/macro'
import css from './impact.module.css'
import { useMoney } from './money'
import type { Amount, Ranking } from './queries'
import { RangeMark, spanOf } from './RangeMark'

/** The total and its three streams, each as a range. */
export function Sums({
  of,
}: {
  of: Pick<Ranking, 'total' | 'business' | 'repeat' | 'words' | 'currency'> & {
    base?: Amount
    proven?: Amount
    assumed?: Amount
  }
}) {
  const { t } = useLingui()
  const money = useMoney(of.currency)
  const streams = [
    { name: t`Customers who leave`, amount: of.business },
    { name: t`Customers who spend less`, amount: of.repeat },
    { name: t`Customers not won, by word of mouth`, amount: of.words },
  ]
  const span = spanOf(streams.map((s) => s.amount))
  const [low, high] = money.ends(of.total)
  const base = of.base && money.short(of.base.p50)
  const proven = of.proven && money.short(of.proven.p50)
  const assumed = of.assumed && money.short(of.assumed.p50)
  return (
    <section className={css.sums} aria-label={t`What it costs a year`}>
      <article className={css.sum}>
        <h2>
          <Trans>At risk a year</Trans>
        </h2>
        <span className={css.big}>{money.short(of.total.p50)}</span>
        <RangeMark amount={of.total} span={spanOf([of.total])} currency={of.currency} />
        <span className="small muted">
          {base ? (
            <Trans>
              {low} to {high} · of {base} that all customers are worth
            </Trans>
          ) : (
            <Trans>
              {low} to {high}
            </Trans>
          )}
        </span>
        {of.proven && of.assumed && (
          <span className="small">
            {of.assumed.p50 === 0 ? (
              <Trans>All of it rests on own data</Trans>
            ) : of.proven.p50 === 0 ? (
              <Trans>All of it rests on assumptions, grade D</Trans>
            ) : (
              <Trans>
                {proven} on own data, {assumed} on assumptions (D)
              </Trans>
            )}
          </span>
        )}
      </article>
      {streams.map((s) => {
        const [from, to] = money.ends(s.amount)
        return (
          <article key={s.name} className={css.sum} data-small="">
            <h2>{s.name}</h2>
            <span className={css.big}>{money.short(s.amount.p50)}</span>
            <RangeMark amount={s.amount} span={span} currency={of.currency} />
            <span className="small muted">
              <Trans>
                {from} to {to}
              </Trans>
            </span>
          </article>
        )
      })}
    </section>
  )
}
