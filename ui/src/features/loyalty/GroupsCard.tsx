import { Trans, useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { Cell, Count } from './Cell'
import css from './loyalty.module.css'
import type { Group, Interval, Result } from './queries'
import { useGroupWords, useSaid } from './words'

/** Loyalty in its three senses, tenure and money, of customers by what they met: side by side. */
export function GroupsCard({ result }: { result: Result }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useGroupWords()
  const said = useSaid()
  const currency = result.wish.currency
  const money = (i: Interval) => {
    const at = (x: number) => format.count(Math.round(x / 100))
    return [`${at(i.estimate)} ${currency}`, `${at(i.low)} – ${at(i.high)}`]
  }
  const groups = result.groups ?? []
  const most = Math.max(0.01, ...groups.map((g) => g.stay?.high ?? 0))
  const columns: Column<Group>[] = [
    {
      id: 'group',
      header: t`Customers`,
      cell: (g) => (
        <span className={css.name} data-part={g.key === 'silent' || g.key === 'unresolved' ? '' : undefined}>
          <b>{words[g.key].name}</b>
          <span className="second small">{words[g.key].about}</span>
        </span>
      ),
    },
    { id: 'n', header: 'n', align: 'right', phone: 'under', cell: (g) => <Count n={g.n} /> },
    {
      id: 'stay',
      header: t`Stayed`,
      align: 'right',
      phone: 'keep',
      cell: (g) => (
        <span className={css.staying}>
          <Cell of={g.stay} say={said.percent} />
          {g.stay && (
            <span className={css.track} aria-hidden="true">
              <span
                className={css.band}
                style={{
                  insetInlineStart: `${(100 * g.stay.low) / most}%`,
                  width: `${(100 * (g.stay.high - g.stay.low)) / most}%`,
                }}
              />
              <span className={css.dot} style={{ insetInlineStart: `${(100 * g.stay.estimate) / most}%` }} />
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'again',
      header: t`Purchases`,
      align: 'right',
      phone: 'under',
      cell: (g) => <Cell of={g.purchases} say={said.number} word={t`purchases`} />,
    },
    {
      id: 'spend',
      header: t`Paid`,
      align: 'right',
      phone: 'under',
      cell: (g) => <Cell of={g.spend} say={money} word={t`paid`} />,
    },
    ...(groups.some((g) => g.margin)
      ? [
          {
            id: 'margin',
            header: t`Margin`,
            align: 'right',
            phone: 'under',
            cell: (g) => <Cell of={g.margin} say={money} word={t`margin`} />,
          } satisfies Column<Group>,
        ]
      : []),
    {
      id: 'refer',
      header: t`Would refer`,
      align: 'right',
      phone: 'under',
      cell: (g) => <Cell of={g.referral} say={said.percent} word={t`would refer`} />,
    },
    {
      id: 'tenure',
      header: t`Years with us`,
      align: 'right',
      phone: 'under',
      cell: (g) => <Cell of={g.tenure} say={said.number} word={t`years`} />,
    },
  ]
  return (
    <Card title={t`Side by side`} remark={t`each with its 95 % interval`}>
      <DataTable label={t`Loyalty by what customers met`} columns={columns} rows={groups} rowKey={(g) => g.key} />
      <CardBody>
        <p className="second small">
          <Trans>
            Not adjusted: who meets a failure may differ in other ways. Stayed: bought again, or still subscribed. Would
            refer: 9 or 10 of 10 among those who were asked afterwards.
          </Trans>
        </p>
      </CardBody>
    </Card>
  )
}
