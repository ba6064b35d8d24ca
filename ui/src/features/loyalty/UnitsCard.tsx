import { Trans, useLingui } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import type { Search } from '../../components/filter/search'
import { Card, CardBody } from '../../components/layout/Page'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { Cell, Count } from './Cell'
import type { Interval, Result, Unit } from './queries'
import { useSaid } from './words'

/** Each unit's failures beside what its customers did. */
export function UnitsCard({ result }: { result: Result }) {
  const { t } = useLingui()
  const format = useFormat()
  const said = useSaid()
  const every = result.units ?? []
  const search = useSearch({ strict: false }) as Search
  const all = search.units === 'all' || every.length <= 15
  const units = all ? every : every.slice(0, 12)
  const count = format.count(every.length)
  if (units.length === 0) return null
  const money = (i: Interval) => {
    const at = (x: number) => format.count(Math.round(x / 100))
    return [`${at(i.estimate)} ${result.wish.currency}`, `${at(i.low)} – ${at(i.high)}`]
  }
  const columns: Column<Unit>[] = [
    { id: 'name', header: t`Unit`, cell: (u) => u.name, sort: (u) => u.name },
    { id: 'n', header: 'n', align: 'right', phone: 'under', cell: (u) => <Count n={u.n} />, sort: (u) => u.n },
    {
      id: 'failure',
      header: t`Met a failure`,
      align: 'right',
      phone: 'under',
      cell: (u) => <Cell of={u.failure} say={said.percent} word={t`met a failure`} />,
      sort: (u) => u.failure?.estimate,
    },
    {
      id: 'stay',
      header: t`Stayed`,
      align: 'right',
      phone: 'keep',
      cell: (u) => <Cell of={u.stay} say={said.percent} />,
      sort: (u) => u.stay?.estimate,
    },
    {
      id: 'spend',
      header: t`Paid`,
      align: 'right',
      phone: 'under',
      cell: (u) => <Cell of={u.spend} say={money} word={t`paid`} />,
      sort: (u) => u.spend?.estimate,
    },
  ]
  const r = result.together
  const [mid, low, high] = r ? [r.estimate, r.low, r.high].map((x) => format.number(x, 2)) : []
  return (
    <Card
      title={t`By unit`}
      remark={t`where the customer’s last contact was`}
      link={all ? undefined : { label: t`All ${count} units`, href: '/loyalty?units=all' }}
    >
      {r && (
        <CardBody>
          <p>
            <Trans>
              Units with more failures and units with fewer customers who stay: correlation <b>{mid}</b> ({low} to{' '}
              {high}).
            </Trans>{' '}
            {r.high < 0 ? (
              <Trans>They go together. Grade C: an association, not a cause.</Trans>
            ) : (
              <Trans>That may be chance.</Trans>
            )}
          </p>
        </CardBody>
      )}
      <DataTable label={t`Service and loyalty by unit`} columns={columns} rows={units} rowKey={(u) => u.id} />
    </Card>
  )
}
