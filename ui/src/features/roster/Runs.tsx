import { useLingui } from '@lingui/react/macro'
import { Card } from '../../components/layout/Page'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { type ListName, type Run, useRuns } from './queries'

/** Lists of this kind that came in before. */
export function Runs({ list }: { list: ListName }) {
  const { t } = useLingui()
  const format = useFormat()
  const runs = useRuns(list)
  if (!runs.data || runs.data.length === 0) return null
  const states: Record<Run['state'], string> = {
    waiting: t`Waiting`,
    running: t`Running`,
    done: t`Done`,
    failed: t`Stopped`,
    undoing: t`Being taken back`,
    undone: t`Taken back`,
  }
  const count = (n: number, word: string) => (
    <span className="nowrap">
      {format.count(n)}
      <span className="phone-only"> {word}</span>
    </span>
  )
  const columns: Column<Run>[] = [
    { id: 'name', header: t`File`, cell: (run) => run.name },
    { id: 'state', header: t`State`, cell: (run) => states[run.state] },
    { id: 'by', header: t`By`, cell: (run) => run.created_by },
    { id: 'at', header: t`When`, cell: (run) => format.dateTime(run.created_at) },
    { id: 'new', header: t`New`, align: 'right', cell: (run) => count(run.counts.new, t`new`) },
    { id: 'changed', header: t`Changed`, align: 'right', cell: (run) => count(run.counts.changed, t`changed`) },
    { id: 'refused', header: t`Refused`, align: 'right', cell: (run) => count(run.counts.refused, t`refused`) },
  ]
  return (
    <Card title={t`Taken in before`} remark={t`newest first`}>
      <DataTable
        label={t`Lists`}
        columns={columns}
        rows={runs.data}
        rowKey={(run) => run.id}
        href={(run) => `/lists/${list}?run=${run.id}`}
      />
    </Card>
  )
}
