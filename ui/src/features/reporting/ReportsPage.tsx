import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { ListPage, useListSearch } from '../../components/list/ListPage'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { useMay, useSignedIn } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Report, useReportDeed, useReports } from './queries'
import { ReportDialog } from './ReportDialog'
import { RunsDialog } from './RunsDialog'
import { useScheduleWords } from './words'

/** Dashboards and views that go out by e-mail at their times. */
export function ReportsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { search, typed, setTyped } = useListSearch()
  const when = useScheduleWords()
  const answer = useReports()
  const may = useMay('report.write')
  const me = useSignedIn()
  const [doing, setDoing] = useState<{ deed: 'add' } | { deed: 'edit' | 'runs'; report: Report }>()
  const word = search.toLocaleLowerCase()
  const shown = answer.data && {
    pages: answer.data.pages.map((page) => ({
      items: (page.items ?? []).filter((r) => r.name.toLocaleLowerCase().includes(word)),
    })),
  }
  return (
    <>
      <ListPage
        title={t`Reports`}
        remark={t`dashboards and views by e-mail`}
        searchLabel={t`Search reports`}
        typed={typed}
        onType={setTyped}
        answer={{ ...answer, data: shown }}
        rowKey={(r: Report) => r.id}
        nothing={t`No report is sent yet. A dashboard or a saved view can go out every day, week or month.`}
        add={may ? { label: t`Send a report`, onAdd: () => setDoing({ deed: 'add' }) } : undefined}
        columns={[
          { id: 'name', header: t`Name`, cell: (r) => r.name, sort: (r) => r.name },
          {
            id: 'item',
            header: t`Shows`,
            cell: (r) => r.item_name ?? <span className="worse">{t`gone, or not shared with you`}</span>,
          },
          { id: 'when', header: t`When`, cell: (r) => (r.on ? when(r.schedule) : <Tag>{t`Off`}</Tag>) },
          {
            id: 'next',
            header: t`Next`,
            cell: (r) => (r.next_at ? format.dateTime(r.next_at) : <span className="muted">–</span>),
          },
          { id: 'to', header: t`Recipients`, cell: (r) => <Recipients report={r} /> },
          { id: 'last', header: t`Last time`, cell: (r) => <Last report={r} />, phone: 'keep' },
          {
            id: 'do',
            header: <span className="vh">{t`Actions`}</span>,
            cell: (r) => <Deeds report={r} onDo={(deed) => setDoing({ deed, report: r })} />,
            align: 'right',
            phone: 'keep',
          },
        ]}
      />
      {doing?.deed === 'add' && <ReportDialog first={me.user.email} onClose={() => setDoing(undefined)} />}
      {doing?.deed === 'edit' && <ReportDialog report={doing.report} onClose={() => setDoing(undefined)} />}
      {doing?.deed === 'runs' && <RunsDialog report={doing.report} onClose={() => setDoing(undefined)} />}
    </>
  )
}

function Recipients({ report }: { report: Report }) {
  const { t } = useLingui()
  const stopped = report.stopped.length
  const [first = '', ...rest] = report.recipients
  const more = rest.length
  return (
    <>
      {first}
      {more > 0 && <span className="muted"> {t`and ${more} more`}</span>}
      {stopped > 0 && <span className="muted small"> {t`(${stopped} stopped it)`}</span>}
    </>
  )
}

/** What became of the last time: a failing recipient is shown, not hidden in the history. */
function Last({ report }: { report: Report }) {
  const { t } = useLingui()
  const format = useFormat()
  const last = report.last
  if (!last) return <span className="muted">{t`not yet`}</span>
  const at = format.dateTime(last.at)
  const failed = last.mails.filter((m) => m.state === 'failed').map((m) => m.email)
  const held = last.mails.some((m) => m.state === 'held')
  if (last.error) return <Tag tone="worse">{last.error}</Tag>
  if (failed.length > 0) {
    const who = failed.join(', ')
    return <Tag tone="worse">{t`Not delivered to ${who}`}</Tag>
  }
  if (held) return <Tag tone="soon">{t`Held: no mail server is set up`}</Tag>
  return <span className="nowrap">{at}</span>
}

function Deeds({ report, onDo }: { report: Report; onDo: (deed: 'edit' | 'runs') => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const deed = useReportDeed()
  const name = report.name
  const run = async (what: 'send' | 'delete', said: string) => {
    try {
      await deed.mutateAsync({ id: report.id, deed: what })
      toasts.show(said)
    } catch (error) {
      toasts.show(asProblem(error)?.message ?? t`That didn’t work.`, { tone: 'failed' })
    }
  }
  return (
    <Menu
      trigger={
        <Button kind="quiet" square icon="more" busy={deed.isPending}>
          {t`Actions for ${name}`}
        </Button>
      }
      entries={[
        { label: t`Send me one now`, icon: 'mail', onSelect: () => void run('send', t`It is on its way to you`) },
        { label: t`Look at it (PDF)`, icon: 'eye', href: `/api/v1/reports/${report.id}/pdf`, download: true },
        { label: t`History`, icon: 'clock', onSelect: () => onDo('runs') },
        { label: t`Change`, icon: 'edit', onSelect: () => onDo('edit') },
        { kind: 'divider' },
        { label: t`Delete`, icon: 'trash', danger: true, onSelect: () => void run('delete', t`The report is deleted`) },
      ]}
    />
  )
}
