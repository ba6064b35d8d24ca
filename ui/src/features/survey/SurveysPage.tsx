import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { useCommands } from '../../components/commands/Commands'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import type { Content } from './definition'
import { type Survey, useCreateSurvey, useSurveys } from './queries'
import { useTemplates } from './template'
import { StateTag } from './words'

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

function SurveyTable({
  rows,
  more,
  empty,
}: {
  rows: readonly Survey[]
  more: { has: boolean; busy: boolean; load: () => void }
  empty: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const count = (n: number, word: string) => {
    const shown = format.count(n)
    return (
      <span className={n ? 'nowrap' : 'nowrap muted'}>
        {shown}
        <span className="phone-only"> {word}</span>
      </span>
    )
  }
  const columns: Column<Survey>[] = [
    { id: 'name', header: t`Survey`, cell: (row) => row.name, sort: (row) => row.name },
    {
      id: 'state',
      header: t`State`,
      cell: (row) => (
        <span className="row nowrap">
          <StateTag survey={row} />
          {row.version > 0 && <span className="muted small">{t`version ${row.version}`}</span>}
        </span>
      ),
      sort: (row) => row.state,
    },
    { id: 'touch_point', header: t`Touch point`, cell: (row) => row.touch_point ?? '', phone: 'hide' },
    {
      id: 'complete',
      header: t`Complete`,
      align: 'right',
      cell: (row) => count(row.responses.complete, t`complete`),
      sort: (row) => row.responses.complete,
    },
    {
      id: 'partial',
      header: t`Partial`,
      align: 'right',
      cell: (row) => count(row.responses.partial, t`partial`),
      sort: (row) => row.responses.partial,
    },
    {
      id: 'openings',
      header: t`Openings`,
      align: 'right',
      cell: (row) => count(row.responses.openings, t`openings`),
      sort: (row) => row.responses.openings,
    },
    {
      id: 'updated',
      header: t`Changed`,
      align: 'right',
      cell: (row) => <span className="nowrap">{format.moment(row.updated_at)}</span>,
      sort: (row) => row.updated_at,
    },
    { id: 'link', header: <span className="vh">{t`Link`}</span>, cell: (row) => <LinkButtons survey={row} /> },
  ]
  return (
    <DataTable
      label={t`Surveys`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      href={(row) => `/surveys/${row.id}${row.state === 'draft' ? '' : '?tab=results'}`}
      more={more}
      empty={empty}
    />
  )
}

function LinkButtons({ survey }: { survey: Survey }) {
  const { t } = useLingui()
  const toasts = useToasts()
  if (survey.state !== 'open') return null
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(survey.url)
      toasts.show(t`Link of “${survey.name}” copied`)
    } catch {
      toasts.show(t`The browser doesn’t allow copying. The link stands under Share.`, { tone: 'failed' })
    }
  }
  return (
    <span className="row" style={{ justifyContent: 'flex-end', gap: 4 }}>
      <Button kind="quiet" icon="copy" onClick={copy}>
        {t`Copy link`}
        <span className="vh"> {survey.name}</span>
      </Button>
      <ButtonLink kind="quiet" href={`/surveys/${survey.id}?tab=share`}>
        {t`QR code`}
        <span className="vh"> {survey.name}</span>
      </ButtonLink>
    </span>
  )
}
