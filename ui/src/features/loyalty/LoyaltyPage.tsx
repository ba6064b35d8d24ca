import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { EffectsCard } from './EffectsCard'
import { GroupsCard } from './GroupsCard'
import { LostCard } from './LostCard'
import { MeasureDialog } from './MeasureDialog'
import { MeasuringCard } from './MeasuringCard'
import { ProductsCard } from './ProductsCard'
import { type Result, useLoyalty } from './queries'
import { UnitsCard } from './UnitsCard'

/** What good and bad service does to what customers buy. */
export function LoyaltyPage() {
  const { t } = useLingui()
  const now = useLoyalty()
  const may = useMay('value.write')
  const phone = usePhone()
  const [asking, setAsking] = useState(false)
  const result = now.data?.result
  return (
    <>
      <PageHeader
        title={t`Business results`}
        remark={t`what service does to what customers buy`}
        actions={
          may &&
          result && (
            <Button kind="primary" icon="gauge" square={phone} onClick={() => setAsking(true)}>
              <Trans>Measure again</Trans>
            </Button>
          )
        }
      />
      <PageBody>
        {now.data && <MeasuringCard measuring={now.data.measuring} result={result} onAgain={() => setAsking(true)} />}
        {now.isError ? (
          <Card>
            <ErrorState error={now.error} title={t`The results could not be fetched.`} onRetry={() => now.refetch()} />
          </Card>
        ) : now.isPending ? (
          <Card>
            <LoadingRows rows={6} />
          </Card>
        ) : result ? (
          <Shown result={result} lost={now.data.lost} />
        ) : (
          <Card>
            <EmptyState
              sentence={
                <Trans>Nothing is measured yet: what do customers do after a failure, and after it is put right?</Trans>
              }
            >
              {may && (
                <Button kind="primary" icon="gauge" onClick={() => setAsking(true)}>
                  <Trans>Measure it</Trans>
                </Button>
              )}
              {may && (
                <ButtonLink icon="import" href="/lists/purchases">
                  <Trans>Import purchases</Trans>
                </ButtonLink>
              )}
            </EmptyState>
          </Card>
        )}
      </PageBody>
      {asking && <MeasureDialog last={result?.wish} onClose={() => setAsking(false)} />}
    </>
  )
}

function Shown({ result, lost }: { result: Result; lost: NonNullable<ReturnType<typeof useLoyalty>['data']>['lost'] }) {
  const format = useFormat()
  const [from, landmark, to] = [result.from, result.landmark, result.to].map(format.day)
  const count = format.count(result.customers)
  return (
    <>
      <Card>
        <CardBody>
          <p>
            <Trans>
              {count} customers, sorted by the service they met from {from}, judged by what they did from {landmark} to{' '}
              {to}. Nothing that came later sorts them.
            </Trans>
          </p>
          {(result.warnings ?? []).map((text) => (
            <Notice key={text} tone="soon" icon="warning">
              {text}
            </Notice>
          ))}
        </CardBody>
      </Card>
      <GroupsCard result={result} />
      <EffectsCard result={result} />
      <LostCard lost={lost} />
      <UnitsCard result={result} />
      <ProductsCard products={result.products ?? []} />
    </>
  )
}
