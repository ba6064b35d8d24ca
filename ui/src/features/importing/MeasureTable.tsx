import { useLingui } from '@lingui/react/macro'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card } from '../../components/layout/Page'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import type { Mapping } from './mapping'
import type { Preview } from './StartCard'
import { useMeasureName } from './words'

type Row = {
  key: string
  name: string
  answered: number
  not_rated: number
  not_answered: number
  out_of_scale: number
}

/** What became of each measure's values over the whole file. */
export function MeasureTable({
  preview,
  mapping,
  waiting,
}: {
  preview: Preview | undefined
  mapping: Mapping
  waiting: boolean
}) {
  const { t } = useLingui()
  const nameOf = useMeasureName()
  const rows = Object.entries(preview?.measures ?? {})
    .map(([key, counts]): Row => {
      const measure = mapping.measures?.[key]
      const n = (state: string) => counts[state] ?? 0
      return {
        key,
        name: nameOf(key, measure),
        answered: n('answered'),
        not_rated: n('not_rated'),
        not_answered: n('not_answered'),
        out_of_scale: n('out_of_scale'),
      }
    })
    .sort((a, b) => a.name.localeCompare(b.name))
  if (!preview) {
    if (!waiting) return null
    return (
      <Card title={t`Scores`}>
        <LoadingRows />
      </Card>
    )
  }
  if (rows.length === 0) return null
  return (
    <Card title={t`Scores`} remark={t`of the rows that are accepted, in the whole file`}>
      <StateCounts rows={rows} />
    </Card>
  )
}

/** Answered, not rated, not answered and beside the scale, by measure. */
export function StateCounts({ rows }: { rows: readonly Row[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const count = (id: keyof Row & string, header: string, word: string, strong?: boolean): Column<Row> => ({
    id,
    header,
    align: 'right',
    phone: id === 'answered' ? 'keep' : 'under',
    cell: (row) => {
      const n = row[id] as number
      const shown = format.count(n)
      return (
        <span className="nowrap">
          {strong ? <b>{shown}</b> : <span className={n ? undefined : 'muted'}>{shown}</span>}
          {id !== 'answered' && <span className="phone-only"> {word}</span>}
        </span>
      )
    },
    sort: (row) => row[id],
  })
  return (
    <DataTable
      label={t`Scores by metric`}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { id: 'name', header: t`Metric`, cell: (row) => row.name, sort: (row) => row.name },
        count('answered', t`Answered`, t`answered`, true),
        count('not_rated', t`Not rated`, t`not rated`),
        count('not_answered', t`Blank`, t`blank`),
        count('out_of_scale', t`Beside the scale`, t`beside the scale`),
      ]}
    />
  )
}
