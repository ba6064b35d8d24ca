import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import css from './loyalty.module.css'
import type { State } from './queries'
import { useReasonWords } from './words'

/** The register of lost customers in short. */
export function LostCard({ lost }: { lost: State['lost'] }) {
  const { t } = useLingui()
  const format = useFormat()
  const reasons = useReasonWords()
  const human = lost.reached
  const [share, low, high, n] = human
    ? [
        format.percent(human.estimate),
        format.percent(human.low),
        format.percent(human.high),
        format.count(lost.reached_n),
      ]
    : ['', '', '', '']
  return (
    <Card title={t`Lost customers`} link={{ label: t`Open the register`, href: '/loyalty/lost' }}>
      <CardBody>
        <p>
          <Plural
            value={lost.proposed}
            _0="Nobody waits to be looked at."
            one="# customer seems to be lost and waits to be looked at."
            other="# customers seem to be lost and wait to be looked at."
          />{' '}
          <Plural value={lost.confirmed} _0="None is confirmed." one="# is confirmed." other="# are confirmed." />
        </p>
        {human && (
          <p>
            <Trans>
              <b>{share}</b> of them could reach a human in the half year before ({low} to {high}, n {n}).
            </Trans>
          </p>
        )}
        {(lost.reasons ?? []).length > 0 && (
          <ul className={css.reasons}>
            {(lost.reasons ?? []).map((r) => (
              <li key={r.reason}>
                {reasons[r.reason as keyof typeof reasons] ?? r.reason} <b>{format.count(r.n)}</b>
              </li>
            ))}
          </ul>
        )}
      </CardBody>
    </Card>
  )
}
