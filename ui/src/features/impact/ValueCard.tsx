import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { Card, CardBody } from '../../components/layout/Page'
import { StatementDialog } from './StatementDialog'

/** What is wanting most often: without the value of a customer there is no money. */
export function ValueCard({ currency }: { currency: string }) {
  const { t } = useLingui()
  const [typing, setTyping] = useState(false)
  return (
    <Card title={t`What is a customer worth?`}>
      <CardBody>
        <p>
          <Trans>
            Failures are counted; they cost nothing until somebody says what a customer is worth in a year. Type a
            range, or have it computed from purchases.
          </Trans>
        </p>
        <div className="row wrap" style={{ marginBlockStart: 12 }}>
          <Button kind="primary" icon="edit" onClick={() => setTyping(true)}>
            <Trans>Type a range</Trans>
          </Button>
          <ButtonLink icon="gauge" href="/value">
            <Trans>Compute it from purchases</Trans>
          </ButtonLink>
        </div>
      </CardBody>
      {typing && <StatementDialog name="value" kind="money" currency={currency} onClose={() => setTyping(false)} />}
    </Card>
  )
}
