import { useLingui } from '@lingui/react/macro'
import { Card } from '../../components/layout/Page'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { GradeTag } from './InForceCard'
import type { CustomerValue } from './queries'
import { useHorizonWords, useKindWords, useWhose } from './words'

/** Every value, those in force first: each segment's, then what they were before. */
export function History({ all, shown }: { all: CustomerValue[]; shown: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const whose = useWhose()
  const horizon = useHorizonWords()
  const kinds = useKindWords()
  const money = (m: CustomerValue['amount']['p10']) => format.money(m.text, m.currency)
  const columns: Column<CustomerValue>[] = [
    { id: 'whose', header: t`Customers`, cell: (v) => whose(v.segment), sort: (v) => v.segment },
    {
      id: 'value',
      header: t`Worth`,
      align: 'right',
      phone: 'keep',
      cell: (v) => <b className="nowrap">{money(v.amount.p50)}</b>,
      sort: (v) => v.amount.p50.minor,
    },
    {
      id: 'range',
      header: t`Between`,
      align: 'right',
      phone: 'under',
      cell: (v) => (
        <span className="nowrap second">
          {money(v.amount.p10)} – {money(v.amount.p90)}
        </span>
      ),
    },
    { id: 'horizon', header: t`Within`, phone: 'under', cell: (v) => horizon(v.horizon_days) },
    { id: 'kind', header: t`How`, phone: 'under', cell: (v) => kinds[v.kind] },
    { id: 'grade', header: t`Grade`, phone: 'under', cell: (v) => <GradeTag grade={v.grade} /> },
    {
      id: 'state',
      header: t`State`,
      phone: 'under',
      cell: (v) => (v.superseded_at ? t`until ${format.date(v.superseded_at)}` : t`in force`),
    },
  ]
  return (
    <Card title={t`By segment, and before`}>
      <DataTable
        label={t`Customer values`}
        columns={columns}
        rows={all}
        rowKey={(v) => v.id}
        selected={shown}
        href={(v) => `/value?value=${v.id}`}
      />
    </Card>
  )
}
