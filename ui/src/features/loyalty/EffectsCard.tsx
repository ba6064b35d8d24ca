import { Trans, useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useTouchPoints } from '../../core/organisation'
import { Cell, Count } from './Cell'
import type { Effect, Result } from './queries'
import { useKindWords, useSaid } from './words'

type Row = Effect & { place: string }

/** What each kind of failure does, adjusted where it can be: everywhere, then by touch point. */
export function EffectsCard({ result }: { result: Result }) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const said = useSaid()
  const points = useTouchPoints().data ?? []
  const rows: Row[] = [
    ...(result.effects ?? []).map((e) => ({ ...e, place: t`Everywhere` })),
    ...(result.by_touch_point ?? [])
      .filter((e) => e.leave)
      .map((e) => ({ ...e, place: points.find((p) => p.id === e.touch_point)?.name ?? t`a touch point` }))
      .sort((a, b) => (b.leave?.estimate ?? 0) - (a.leave?.estimate ?? 0)),
  ]
  const columns: Column<Row>[] = [
    { id: 'place', header: t`Where`, cell: (e) => e.place, sort: (e) => e.place },
    { id: 'kind', header: t`Failure`, phone: 'under', cell: (e) => kinds[e.kind], sort: (e) => e.kind },
    { id: 'n', header: 'n', align: 'right', phone: 'under', cell: (e) => <Count n={e.n} />, sort: (e) => e.n },
    {
      id: 'leave',
      header: t`More who leave, points`,
      align: 'right',
      phone: 'keep',
      cell: (e) => <Cell of={e.leave} say={said.points} />,
      sort: (e) => e.leave?.estimate,
    },
    {
      id: 'loss',
      header: t`Less spent, %`,
      align: 'right',
      phone: 'under',
      cell: (e) => <Cell of={e.spend_loss} say={said.points} word={t`less spent, %`} />,
      sort: (e) => e.spend_loss?.estimate,
    },
    {
      id: 'grade',
      header: t`Grade`,
      phone: 'under',
      cell: (e) =>
        e.grade === 'B' ? (
          <Tag tone="better">{t`B: adjusted, compared`}</Tag>
        ) : e.grade === 'C' ? (
          <Tag tone="outline">{t`C: association`}</Tag>
        ) : (
          ''
        ),
      sort: (e) => e.grade,
    },
  ]
  return (
    <Card title={t`What a failure does`} remark={t`against customers like them who met none`}>
      <DataTable
        label={t`Effects of failures`}
        columns={columns}
        rows={rows}
        rowKey={(e) => `${e.touch_point ?? ''}-${e.kind}`}
      />
      <CardBody>
        <p className="second small">
          <Trans>
            Compared within groups that bought as often and as lately, and had as many contacts before. It isn’t an
            experiment: what else set them apart remains.
          </Trans>
        </p>
      </CardBody>
    </Card>
  )
}
