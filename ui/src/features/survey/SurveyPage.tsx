import { useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useSurvey } from './queries'
import { SurveyScreen } from './SurveyScreen'

/** One survey: its questions, its link, what came back. */
export function SurveyPage() {
  const { t } = useLingui()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error, isError, refetch } = useSurvey(id)
  if (data) return <SurveyScreen key={id} stored={data} />
  return (
    <>
      <PageHeader title={t`Survey`} crumb={{ label: t`Surveys`, href: '/surveys' }} />
      <PageBody>
        <Card>
          {isError ? (
            <ErrorState error={error} title={t`The survey could not be loaded`} onRetry={() => refetch()} />
          ) : (
            <LoadingRows />
          )}
        </Card>
      </PageBody>
    </>
  )
}
