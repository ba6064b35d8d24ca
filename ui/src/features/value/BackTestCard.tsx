import { Trans, useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import { BackTestChart } from './BackTestChart'
import type { BackTest } from './queries'

/** What the method would have foretold of weeks that it wasn't shown. */
export function BackTestCard({ test }: { test: BackTest }) {
  const { t } = useLingui()
  const format = useFormat()
  const whole = (x: number) => format.count(Math.round(x))
  const [weeks, foretold, came, low, high] = [
    test.held_back_weeks,
    whole(test.predicted),
    whole(test.actual),
    whole(test.low),
    whole(test.high),
  ]
  const off = format.percent(Math.abs(test.error), 1)
  const kept = test.what === 'kept'
  return (
    <Card
      title={t`Back-test`}
      remark={t`the last ${weeks} weeks held back`}
      controls={
        test.held ? (
          <Tag tone="better" icon="check">
            <Trans>held</Trans>
          </Tag>
        ) : (
          <Tag tone="soon" icon="warning">
            <Trans>missed</Trans>
          </Tag>
        )
      }
    >
      <CardBody>
        <p>
          {kept ? (
            <Trans>
              From what came before, <b>{foretold}</b> customers were expected to stay ({low} to {high}); <b>{came}</b>{' '}
              did.
            </Trans>
          ) : (
            <Trans>
              From what came before, <b>{foretold}</b> purchases were expected ({low} to {high}); <b>{came}</b> were
              made.
            </Trans>
          )}{' '}
          {test.error >= 0 ? <Trans>{off} too many.</Trans> : <Trans>{off} too few.</Trans>}
        </p>
      </CardBody>
      {test.weeks && test.weeks.length > 1 && (
        <BackTestChart weeks={test.weeks} what={kept ? t`Customers who stay` : t`Repeat purchases in all`} />
      )}
    </Card>
  )
}
