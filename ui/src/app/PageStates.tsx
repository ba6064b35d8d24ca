import { Trans, useLingui } from '@lingui/react/macro'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { AppLink } from '../components/AppLink'
import { ButtonLink } from '../components/Button'
import { EmptyState } from '../components/feedback/EmptyState'
import { ErrorState } from '../components/feedback/ErrorState'
import { LoadingRows } from '../components/feedback/Loading'
import { Card, PageBody } from '../components/layout/Page'
import { PageHeader } from '../components/layout/PageHeader'

export function PagePending() {
  return (
    <PageBody>
      <LoadingRows />
    </PageBody>
  )
}

export function PageMissing() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Not found`} />
      <PageBody>
        <Card>
          <EmptyState sentence={<Trans>There is no page at this address.</Trans>}>
            <ButtonLink kind="primary" href="/">
              <Trans>Go to the Overview</Trans>
            </ButtonLink>
          </EmptyState>
        </Card>
      </PageBody>
    </>
  )
}

/** The boundary of every page: the shell stays, the page says what happened. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui()
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <PageBody>
      <Card>
        <ErrorState error={error} title={t`This page could not be shown.`} onRetry={again}>
          <AppLink className="link" href="/">
            <Trans>Go to the Overview</Trans>
          </AppLink>
        </ErrorState>
      </Card>
    </PageBody>
  )
}
