import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { Button } from '../../components/Button'
import { useCommands } from '../../components/commands/Commands'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import type { Content } from './definition'
import { useCreateSurvey, useSurveys } from './queries'
import { SurveyTable } from './SurveyTable'
import { useTemplates } from './template'

/** All surveys with what came back. */
export function SurveysPage() {
  const { t } = useLingui()
  const may = useMay('survey.write')
  const surveys = useSurveys()
  const begin = useBegin()
  const rows = surveys.data?.pages.flatMap((page) => page.items ?? []) ?? []
  return (
    <>
      <PageHeader
        title={t`Surveys`}
        actions={may && rows.length > 0 && <NewSurvey begin={begin} />}
        remark={rows.length > 0 ? t`newest first` : undefined}
      />
      <PageBody>
        <Card>
          {surveys.isError ? (
            <ErrorState
              error={surveys.error}
              title={t`The surveys could not be loaded`}
              onRetry={() => surveys.refetch()}
            />
          ) : surveys.isPending ? (
            <LoadingRows />
          ) : (
            <SurveyTable
              rows={rows}
              more={{
                has: surveys.hasNextPage,
                busy: surveys.isFetchingNextPage,
                load: () => void surveys.fetchNextPage(),
              }}
              empty={
                <EmptyState sentence={t`Nobody has been asked yet.`}>
                  {may && (
                    <>
                      <Button kind="primary" icon="plus" busy={begin.busy} onClick={begin.nps}>
                        <Trans>NPS in three questions</Trans>
                      </Button>
                      <Button onClick={begin.empty} disabled={begin.busy}>
                        <Trans>Empty survey</Trans>
                      </Button>
                    </>
                  )}
                </EmptyState>
              }
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}

/** Makes a survey of a template and opens it. */
function useBegin() {
  const { i18n, t } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const create = useCreateSurvey()
  const may = useMay('survey.write')
  const templates = useTemplates()
  const begin = async (content: Content) => {
    if (create.isPending) return
    try {
      const made = await create.mutateAsync(content)
      await router.navigate({ href: `/surveys/${made.data.id}` })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const nps = () => void begin(templates.nps())
  const empty = () => void begin(templates.empty())
  useCommands(
    may
      ? [
          { id: 'survey.new.nps', label: t`New NPS survey`, group: t`Surveys`, icon: 'plus', key: 'n', run: nps },
          { id: 'survey.new', label: t`New empty survey`, group: t`Surveys`, icon: 'plus', run: empty },
        ]
      : [],
  )
  return { nps, empty, busy: create.isPending }
}

function NewSurvey({ begin }: { begin: ReturnType<typeof useBegin> }) {
  const { t } = useLingui()
  return (
    <Menu
      trigger={
        <Button kind="primary" icon="plus" busy={begin.busy}>
          {t`New survey`}
        </Button>
      }
      entries={[
        { label: t`NPS in three questions`, icon: 'survey', keyHint: 'n', onSelect: begin.nps },
        { label: t`Empty survey`, icon: 'plus', onSelect: begin.empty },
      ]}
      remark={t`Ready to publish; change what you like.`}
      width={240}
    />
  )
}
