import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { asProblem } from '../../api/problem'
import { ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useBoard } from '../../core/views'
import { BoardScreen } from './BoardScreen'

/** One dashboard by its address. */
export function DashboardPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const board = useBoard(id)
  if (board.data) return <BoardScreen key={id} stored={board.data} />
  return (
    <>
      <PageHeader title={t`Dashboard`} crumb={{ label: t`Dashboards`, href: '/dashboards' }} />
      <PageBody>
        <Card>
          {board.isPending ? (
            <LoadingRows rows={8} />
          ) : asProblem(board.error)?.status === 404 ? (
            <EmptyState sentence={<Trans>There is no such dashboard, or its owner no longer shares it.</Trans>}>
              <ButtonLink kind="primary" href="/dashboards">
                <Trans>All dashboards</Trans>
              </ButtonLink>
            </EmptyState>
          ) : (
            <ErrorState
              error={board.error}
              title={t`The dashboard could not be fetched.`}
              onRetry={() => board.refetch()}
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}
