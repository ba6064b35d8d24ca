import { Trans, useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { Card } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import css from './impact.module.css'
import { useMoney } from './money'
import type { Assessed, Ranking } from './queries'
import { GradeBox, RangeMark, spanOf } from './RangeMark'
import { useStates } from './words'

/** Areas by money, intervals drawn on one scale; ranks are ranges where areas can't be told apart. */
export function RankingTable({ ranking }: { ranking: Ranking }) {
  const { t } = useLingui()
  const format = useFormat()
  const money = useMoney(ranking.currency)
  const states = useStates()
  const rows = ranking.areas ?? []
  const span = useMemo(() => spanOf(rows.filter((a) => !a.missing).map((a) => a.total)), [rows])
  const columns: Column<Assessed>[] = [
    {
      id: 'name',
      header: <Trans>Impact area</Trans>,
      sort: (a) => a.name,
      cell: (a) => a.name,
    },
    {
      id: 'state',
      header: <Trans>State</Trans>,
      cell: (a) => (a.state === 'open' ? <span className="muted">{states.open}</span> : <Tag>{states[a.state]}</Tag>),
      sort: (a) => states[a.state],
      phone: 'hide',
    },
    {
      id: 'rank',
      header: <Trans>Rank</Trans>,
      sort: (a) => (a.missing ? null : a.rank_low * 1000 + a.rank_high),
      cell: (a) =>
        !a.missing && (
          <span className={css.ranks}>{a.rank_low === a.rank_high ? a.rank_low : `${a.rank_low}–${a.rank_high}`}</span>
        ),
      width: '64px',
    },
    {
      id: 'monthly',
      header: <Trans>Fails a month</Trans>,
      align: 'right',
      sort: (a) => a.monthly,
      cell: (a) => (a.monthly > 0 ? format.number(a.monthly, a.monthly < 10 ? 1 : 0) : '–'),
      phone: 'hide',
    },
    {
      id: 'beyond',
      header: <Trans>Beyond elsewhere</Trans>,
      align: 'right',
      sort: (a) => (a.missing ? null : a.beyond * a.total.p50),
      cell: (a) =>
        a.missing ? '' : a.beyond > 0 ? money.short(a.beyond * a.total.p50) : <span className="muted">–</span>,
      phone: 'hide',
    },
    {
      id: 'range',
      header: <Trans>p10 to p90</Trans>,
      width: '24%',
      cell: (a) => !a.missing && <RangeMark amount={a.total} span={span} currency={ranking.currency} />,
      phone: 'hide',
    },
    {
      id: 'amount',
      header: <Trans>A year</Trans>,
      align: 'right',
      sort: (a) => (a.missing ? null : a.total.p50),
      cell: (a) =>
        a.missing ? (
          <span className="muted">
            {a.missing.code === 'not_reckoned' ? <Trans>reckoning…</Trans> : <Trans>not estimated</Trans>}
          </span>
        ) : (
          <span className={css.number}>
            {money.short(a.total.p50)} <GradeBox grade={a.grade} />
          </span>
        ),
      phone: 'keep',
    },
  ]
  return (
    <Card title={t`Impact areas`} remark={t`the costliest first · ranks are ranges where areas can’t be told apart`}>
      <DataTable
        label={t`Impact areas by what they cost`}
        columns={columns}
        rows={rows}
        rowKey={(a) => a.area}
        href={(a) => `/impact/${a.area}`}
      />
    </Card>
  )
}
