import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, CardBody } from '../../components/layout/Page'
import { SegmentedControl } from '../../components/SegmentedControl'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useDimensions } from '../../core/dimensions'
import css from './impact.module.css'
import { useMoney } from './money'
import { type Ranking, useSplit } from './queries'
import { GradeBox, RangeMark, spanOf } from './RangeMark'

type Part = NonNullable<NonNullable<ReturnType<typeof useSplit>['data']>['parts']>[number]

/** What the areas cost by unit, by segment: the same formula with that group's customers and its failures. */
export function SplitCard({ where }: { where: Ranking['where'] }) {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const dimensions = useDimensions().data ?? []
  const has = (key: string) => dimensions.some((d) => d.key === key && d.values > 0)
  const options = [
    { value: 'unit.site', label: t`Site` },
    { value: 'unit.team', label: t`Team` },
    { value: 'segment', label: t`Segment` },
    { value: 'attributes.segment', label: t`Segment (as heard)` },
    { value: 'channel', label: t`Channel` },
  ].filter((o) => has(o.value))
  const by = options.find((o) => o.value === get('by'))?.value ?? options[0]?.value ?? ''
  const split = useSplit(by, where ?? [], by !== '')
  if (by === '') return null
  return (
    <Card
      title={t`By unit and segment`}
      remark={
        split.data?.overlap ? t`a customer may be in several segments` : t`the same formula with each group’s customers`
      }
      controls={
        <SegmentedControl
          label={t`Break down by`}
          value={by}
          options={options}
          onChange={(value) => set({ by: value })}
        />
      }
    >
      {split.isError ? (
        <ErrorState error={split.error} title={t`The parts could not be fetched.`} onRetry={() => split.refetch()} />
      ) : split.isPending ? (
        <LoadingRows rows={4} />
      ) : (split.data.parts ?? []).length === 0 ? (
        <CardBody>
          <p className="muted">
            <Trans>Nothing that was heard at the areas says which of these it belongs to.</Trans>
          </p>
        </CardBody>
      ) : (
        <Parts
          parts={split.data.parts ?? []}
          currency={split.data.currency}
          where={where ?? []}
          label={options.find((o) => o.value === by)?.label ?? ''}
        />
      )}
    </Card>
  )
}

function Parts({ parts, currency, where, label }: { parts: Part[]; currency: string; where: string[]; label: string }) {
  const { t } = useLingui()
  const money = useMoney(currency)
  const span = spanOf(parts.map((p) => p.total))
  const columns: Column<Part>[] = [
    { id: 'name', header: label, cell: (p) => p.label || p.key, sort: (p) => p.label },
    {
      id: 'most',
      header: <Trans>Most at</Trans>,
      cell: (p) => (
        <AppLink className="link" href={`/impact/${p.area_id}`}>
          {p.area}
        </AppLink>
      ),
    },
    {
      id: 'range',
      header: <Trans>p10 to p90</Trans>,
      width: '30%',
      cell: (p) => <RangeMark amount={p.total} span={span} currency={currency} />,
      phone: 'hide',
    },
    {
      id: 'amount',
      header: <Trans>A year</Trans>,
      align: 'right',
      sort: (p) => p.total.p50,
      cell: (p) => (
        <span className={css.number}>
          {money.short(p.total.p50)} <GradeBox grade={p.grade} />
        </span>
      ),
      phone: 'keep',
    },
  ]
  return (
    <DataTable
      label={t`What the areas cost, by ${label}`}
      columns={columns}
      rows={parts}
      rowKey={(p) => p.key}
      href={(p) => address('/impact', { where: [...where, p.where] })}
    />
  )
}
