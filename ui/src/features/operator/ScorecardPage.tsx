import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useScorecard } from './queries'
import { SummaryTable } from './SummaryTable'

/** The one page of somebody with the role client. */
export function ScorecardPage() {
  const { t } = useLingui()
  const scorecard = useScorecard()
  const days = scorecard.data?.days ?? 30
  return (
    <>
      <PageHeader title={t`Scorecard`} remark={t`the last ${days} days, against as many before`} />
      <PageBody>
        {scorecard.isError ? (
          <ErrorState
            error={scorecard.error}
            title={t`The scorecard could not be loaded`}
            onRetry={() => scorecard.refetch()}
          />
        ) : scorecard.isPending ? (
          <LoadingRows rows={6} />
        ) : (
          <SummaryTable
            label={t`Scorecard`}
            summary={scorecard.data}
            named="unit"
            empty={<EmptyState sentence={t`Nothing stands on the scorecard yet. Ask whoever invited you.`} />}
          />
        )}
      </PageBody>
    </>
  )
}
