import { Trans, useLingui } from '@lingui/react/macro'
import { ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Sheet, useCharacteristics, useSheets } from './queries'
import { useKinds } from './words'

/** What people assessed, the newest first. */
export function SheetsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const sheets = useSheets()
  const all = useCharacteristics().data ?? []
  const kinds = useKinds()
  const may = useMay('assessment.write')
  const mean = (s: Sheet) => {
    const given = (s.marks ?? []).flatMap((m) => (m.score === undefined ? [] : [m.score]))
    return given.length === 0 ? null : (25 * given.reduce((a, b) => a + b, 0)) / given.length
  }
  const lowest = (s: Sheet) => {
    const [first] = (s.marks ?? []).filter((m) => m.score !== undefined).sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    return first
      ? `${all.find((c) => c.key === first.characteristic)?.name ?? first.characteristic} ${first.score}`
      : ''
  }
  const add = may && (
    <ButtonLink kind="primary" icon="plus" href="/characteristics/sheets/new">
      {t`Assess`}
    </ButtonLink>
  )
  const columns: Column<Sheet>[] = [
    { id: 'subject', header: t`What`, cell: (s) => s.subject, sort: (s) => s.subject },
    {
      id: 'kind',
      header: t`Kind`,
      cell: (s) => kinds.find((k) => k.value === s.kind)?.label ?? s.kind,
      sort: (s) => s.kind,
    },
    { id: 'unit', header: t`Unit`, cell: (s) => <span className="muted">{s.unit ?? ''}</span>, sort: (s) => s.unit },
    {
      id: 'mean',
      header: t`Mean, 0 to 100`,
      cell: (s) => <b>{format.number(mean(s) ?? 0)}</b>,
      sort: mean,
      align: 'right',
      phone: 'keep',
    },
    { id: 'lowest', header: t`Lowest mark`, cell: lowest },
    {
      id: 'date',
      header: t`Took place`,
      cell: (s) => <span className="nowrap">{s.date ? format.day(s.date) : ''}</span>,
      sort: (s) => s.date,
    },
    { id: 'by', header: t`Assessed by`, cell: (s) => <span className="muted">{s.by}</span>, sort: (s) => s.by },
  ]
  return (
    <>
      <PageHeader
        title={t`Assessments`}
        crumb={{ label: t`Service characteristics`, href: '/characteristics' }}
        actions={add}
      />
      <PageBody>
        <Card>
          {sheets.error ? (
            <ErrorState error={sheets.error} onRetry={() => void sheets.refetch()} />
          ) : !sheets.data ? (
            <LoadingRows rows={8} />
          ) : (
            <DataTable
              label={t`Assessments`}
              columns={columns}
              rows={sheets.data}
              rowKey={(s) => s.id}
              href={(s) => `/characteristics/sheets/${s.id}`}
              empty={
                <EmptyState
                  sentence={
                    <Trans>
                      Nothing is assessed yet. A conversation, a letter, a case, premises or a process can be.
                    </Trans>
                  }
                >
                  {add}
                </EmptyState>
              }
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}
