import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import type { Survey } from './queries'
import { StateTag } from './words'

/** Surveys with what came back, and the link of those that are open. */
export function SurveyTable({
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
