import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type Answer, api, data } from '../../api/client'
import { AppLink } from '../../components/AppLink'
import { ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, CardBody, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import css from './calendars.module.css'
import { useOptionWords, useSeverityWords } from './words'

export type Report = Answer<'/case-reports', 'get'>
type Row = Report['total']
const groups = ['cause', 'unit', 'rule', 'owner', 'severity', 'touch_point'] as const
type Group = (typeof groups)[number]
const periods = [7, 30, 90, 365] as const

const useReport = (by: Group, days: number, grain: 'day' | 'week' | 'month' | undefined) =>
  useQuery({
    queryKey: ['cases', 'report', by, days, grain] as const,
    queryFn: ({ signal }) => {
      const end = new Date()
      end.setHours(24, 0, 0, 0)
      const from = new Date(end.getTime() - days * 86_400_000).toISOString()
      const query = { by, grain, from, to: end.toISOString() }
      return data(api.GET('/case-reports', { params: { query }, signal }))
    },
    placeholderData: keepPreviousData,
  })

/** The address of exactly the cases that a number counts. */
function casesOf(
  report: Pick<Report, 'by'>,
  row: Pick<Row, 'key'> | undefined,
  more: Record<string, string | undefined>,
): string {
  const key = report.by === 'touch_point' ? 'point' : report.by
  return address('/inbox', { tab: 'all', ...(row?.key ? { [key]: row.key } : {}), ...more })
}

/** How many cases came, ended in time and came back, and how old the open ones are. Each number leads to its cases. */
export function CaseReportPage() {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const said = get('by')
  const by: Group = (groups as readonly string[]).includes(said) ? (said as Group) : 'cause'
  const days = periods.find((one) => String(one) === get('days')) ?? 30
  const grain = ['day', 'week', 'month'].includes(get('grain')) ? (get('grain') as 'day') : undefined
  const found = useReport(by, days, grain)
  const words: Record<Group, string> = {
    cause: t`Cause`,
    unit: t`Unit`,
    rule: t`Rule`,
    owner: t`Owner`,
    severity: t`Severity`,
    touch_point: t`Touch point`,
  }
  const r = found.data
  const csv = r && address('/api/v1/case-reports.csv', { by, from: r.from, to: r.to })
  return (
    <>
      <PageHeader
        title={t`Case reports`}
        remark={t`opened, in time, reopened`}
        actions={
          csv && (
            <ButtonLink icon="export" href={csv} download>
              <Trans>CSV</Trans>
            </ButtonLink>
          )
        }
      />
      <Toolbar label={t`What is shown`}>
        <SegmentedControl
          label={t`Period`}
          value={String(days)}
          onChange={(next) => set({ days: next === '30' ? undefined : next })}
          options={periods.map((one) => ({ value: String(one), label: t`${one} days` }))}
        />
        <SegmentedControl
          label={t`By`}
          value={by}
          onChange={(next) => set({ by: next === 'cause' ? undefined : next })}
          options={groups.map((one) => ({ value: one, label: words[one] }))}
        />
        <SegmentedControl
          label={t`Step`}
          value={grain ?? r?.grain ?? 'day'}
          onChange={(next) => set({ grain: next })}
          options={[
            { value: 'day', label: t`Days` },
            { value: 'week', label: t`Weeks` },
            { value: 'month', label: t`Months` },
          ]}
        />
      </Toolbar>
      <PageBody>
        {r ? (
          <>
            <Totals of={r} />
            <Steps of={r} />
            <Ages of={r} />
            <Groups of={r} word={words[by]} />
          </>
        ) : found.isError ? (
          <ErrorState error={found.error} title={t`The report could not be made.`} onRetry={() => found.refetch()} />
        ) : (
          <LoadingRows rows={8} />
        )}
      </PageBody>
    </>
  )
}

const within = (key: string, of: { from: string; to: string }) => ({ [`${key}_from`]: of.from, [`${key}_to`]: of.to })

function Totals({ of }: { of: Report }) {
  const { t } = useLingui()
  const format = useFormat()
  const rate = useRateWords()
  const median = useMedianWords()
  const { total } = of
  const late = total.resolved - total.in_time
  const tiles: [string, string, string, string][] = [
    [t`Opened`, format.count(total.opened), casesOf(of, undefined, within('opened', of)), ''],
    [
      t`Resolved in time`,
      rate(total).value,
      casesOf(of, undefined, { ...within('resolved', of), in_time: 'yes' }),
      rate(total).remark,
    ],
    [t`Resolved late`, format.count(late), casesOf(of, undefined, { ...within('resolved', of), in_time: 'no' }), ''],
    [
      t`Median time to resolve`,
      median(total).value,
      casesOf(of, undefined, within('resolved', of)),
      median(total).remark,
    ],
    [t`Closed`, format.count(total.closed), casesOf(of, undefined, within('closed', of)), ''],
    [t`Reopened`, format.count(total.reopened), casesOf(of, undefined, within('reopened', of)), ''],
    [t`Open now`, format.count(total.open), casesOf(of, undefined, { state: 'new,open,waiting' }), ''],
    [t`Overdue now`, format.count(total.overdue), address('/inbox', { tab: 'overdue' }), ''],
  ]
  return (
    <Card title={t`All cases`}>
      <CardBody>
        <div className={css.row4}>
          {tiles.map(([label, value, href, remark]) => (
            <div key={label}>
              <span className="second small">{label}</span>
              <AppLink className={`link ${css.big}`} href={href}>
                {value}
              </AppLink>
              <span className="muted small">{remark}</span>
            </div>
          ))}
        </div>
      </CardBody>
    </Card>
  )
}

/** "83 %" and its interval; a dash where nothing was resolved. */
function useRateWords(): (row: Row) => { value: string; remark: string } {
  const { t } = useLingui()
  return ({ in_time_rate: rate }) => {
    if (!rate) return { value: '–', remark: t`nothing resolved` }
    const [low, high] = [Math.round(rate.low ?? 0), Math.round(rate.high ?? 100)]
    const n = rate.n
    return { value: `${Math.round(rate.value)} %`, remark: t`${low} to ${high} %, n ${n}` }
  }
}

function useMedianWords(): (row: Row) => { value: string; remark: string } {
  const { t } = useLingui()
  const format = useFormat()
  return ({ median_minutes: median }) => {
    if (!median) return { value: '–', remark: '' }
    const n = median.n
    const value = format.duration(median.value * 60_000)
    if (median.low === undefined || median.high === undefined)
      return { value, remark: t`n ${n}, too few for an interval` }
    const [low, high] = [format.duration(median.low * 60_000), format.duration(median.high * 60_000)]
    return { value, remark: t`${low} to ${high}, n ${n}` }
  }
}

/** Opened and resolved, step by step; each step is a link to what was opened in it. */
function Steps({ of }: { of: Report }) {
  const { t } = useLingui()
  const format = useFormat()
  const points = of.points ?? []
  const most = Math.max(1, ...points.flatMap((p) => [p.opened, p.resolved]))
  const [first, last] = [points[0], points.at(-1)]
  const bars = useRef<HTMLElement>(null)
  const count = points.length
  useEffect(() => {
    // Where not all fit, the latest are seen first.
    if (count > 0) bars.current?.scrollTo?.({ left: bars.current.scrollWidth })
  }, [count])
  return (
    <Card
      title={t`Over time`}
      controls={
        <span className={css.legend}>
          <span>
            <i />
            {t`opened`}
          </span>
          <span>
            <i />
            {t`resolved`}
          </span>
        </span>
      }
    >
      <CardBody>
        <nav ref={bars} className={css.bars} aria-label={t`Opened and resolved over time`}>
          {points.map((p) => {
            const day = format.date(p.from)
            const { opened, resolved } = p
            return (
              <AppLink
                key={p.from}
                href={casesOf(of, undefined, within('opened', p))}
                aria-label={t`${day}: ${opened} opened, ${resolved} resolved`}
                title={t`${day}: ${opened} opened, ${resolved} resolved`}
              >
                <span style={{ height: `${(opened / most) * 100}%` }} />
                <span style={{ height: `${(resolved / most) * 100}%` }} />
              </AppLink>
            )
          })}
        </nav>
        {first && last && (
          <div className={css.axis}>
            <span>{format.date(first.from)}</span>
            <span>{t`highest ${format.count(most)}`}</span>
            <span>{format.date(last.from)}</span>
          </div>
        )}
      </CardBody>
    </Card>
  )
}

function Ages({ of }: { of: Report }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <Card title={t`How old the open cases are`}>
      <CardBody>
        <div className={css.row4}>
          {(of.ages ?? []).map((age) => {
            const span = age.days.replace('-', '–')
            const from = age.opened_from.startsWith('0001') ? undefined : age.opened_from
            return (
              <div key={age.days}>
                <span className="second small">{t`${span} days`}</span>
                <AppLink
                  className={`link ${css.big}`}
                  href={casesOf(of, undefined, {
                    state: 'new,open,waiting',
                    opened_from: from,
                    opened_to: age.opened_to,
                  })}
                >
                  {format.count(age.count)}
                </AppLink>
              </div>
            )
          })}
        </div>
      </CardBody>
    </Card>
  )
}

function Groups({ of, word }: { of: Report; word: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const option = useOptionWords()
  const severities = useSeverityWords()
  const rate = useRateWords()
  const median = useMedianWords()
  const name = (row: Row) =>
    row.key === 'none'
      ? t`none`
      : of.by === 'cause'
        ? option({ key: row.key, name: row.name || row.key })
        : of.by === 'severity'
          ? severities[row.key as keyof typeof severities]
          : row.name || row.key
  const number = (id: 'opened' | 'closed' | 'reopened' | 'resolved', header: string) => ({
    id,
    header,
    align: 'right' as const,
    sort: (row: Row) => row[id],
    cell: (row: Row) => (
      <AppLink className="link" href={casesOf(of, row, within(id, of))}>
        {format.count(row[id])}
      </AppLink>
    ),
  })
  return (
    <Card title={t`By ${word}`}>
      <DataTable
        label={t`Cases by ${word}`}
        rows={of.rows ?? []}
        rowKey={(row) => row.key}
        empty={<EmptyState sentence={<Trans>No case falls into this period.</Trans>} />}
        columns={[
          { id: 'name', header: word, cell: name, sort: name },
          number('opened', t`Opened`),
          number('resolved', t`Resolved`),
          {
            id: 'in_time',
            header: t`In time`,
            align: 'right',
            sort: (row) => row.in_time_rate?.value,
            cell: (row) => (
              <AppLink className="link" href={casesOf(of, row, { ...within('resolved', of), in_time: 'yes' })}>
                {rate(row).value}
                {row.in_time_rate && <span className="muted small"> {rate(row).remark}</span>}
              </AppLink>
            ),
          },
          {
            id: 'median',
            header: t`Median time`,
            align: 'right',
            sort: (row) => row.median_minutes?.value,
            cell: (row) => median(row).value,
          },
          number('closed', t`Closed`),
          number('reopened', t`Reopened`),
          {
            id: 'open',
            header: t`Open now`,
            align: 'right',
            sort: (row) => row.open,
            cell: (row) => (
              <AppLink className="link" href={casesOf(of, row, { state: 'new,open,waiting' })}>
                {format.count(row.open)}
              </AppLink>
            ),
          },
          {
            id: 'overdue',
            header: t`Overdue`,
            align: 'right',
            sort: (row) => row.overdue,
            cell: (row) => (
              <AppLink className="link" href={casesOf(of, row, { tab: 'overdue' })}>
                {format.count(row.overdue)}
              </AppLink>
            ),
          },
        ]}
      />
    </Card>
  )
}
