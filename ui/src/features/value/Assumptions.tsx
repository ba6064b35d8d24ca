import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Notice } from '../../components/feedback/ErrorState'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import type { CustomerValue } from './queries'
import css from './value.module.css'
import { useHorizonWords } from './words'

/** What a value supposes, and what it was made from. */
export function Assumptions({ of }: { of: CustomerValue }) {
  const { t } = useLingui()
  const format = useFormat()
  const horizon = useHorizonWords()(of.horizon_days)
  const rows: [string, ReactNode][] = [[t`Within`, horizon]]
  const computed = of.kind !== 'typed'
  if (computed) {
    rows.push(
      [t`Margin`, format.percent(of.margin_share)],
      [t`Discounted by`, t`${format.percent(of.discount_rate, 1)} a year`],
    )
    rows.push(
      [t`Customers`, format.count(of.customers)],
      [t`Expected to be there still`, format.count(Math.round(of.living))],
    )
    rows.push([t`Made from`, of.source])
  }
  for (const [currency, rate] of Object.entries(of.rates ?? {})) {
    rows.push([t`1 ${currency} taken for`, `${rate} ${of.currency}`])
  }
  rows.push([t`By`, of.made_by], [t`On`, format.dateTime(of.made_at)], [t`Method`, of.method])
  return (
    <Card title={t`What it supposes`}>
      <CardBody>
        <div className={css.supposed}>
          <dl className={css.facts}>
            {rows.map(([name, what]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{what}</dd>
              </div>
            ))}
          </dl>
          {(of.warnings ?? []).map((text) => (
            <Notice key={text} tone="soon" icon="warning">
              {text}
            </Notice>
          ))}
          {of.left_out && of.left_out.length > 0 && (
            <div>
              <h3>
                <Trans>Left out</Trans>
              </h3>
              <ul className={css.left}>
                {of.left_out.map((one) => (
                  <li key={one.code}>{one.text}</li>
                ))}
              </ul>
            </div>
          )}
          {computed && (
            <details className={css.more}>
              <summary>
                <Trans>Parameters and receipt</Trans>
              </summary>
              <dl className={css.facts}>
                {Object.entries(of.model ?? {}).map(([name, x]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{format.number(x, 3)}</dd>
                  </div>
                ))}
                <div>
                  <dt>
                    <Trans>Hash of what went in</Trans>
                  </dt>
                  <dd className={css.hash}>{of.inputs_hash}</dd>
                </div>
              </dl>
            </details>
          )}
        </div>
      </CardBody>
    </Card>
  )
}
