import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import type { Search } from '../../components/filter/search'
import { Card, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { FindingDialog } from './FindingDialog'
import { type Finding, type Lost, type LostState, useLost, useLoyaltyCalls } from './queries'
import { useHowWords, useReasonWords } from './words'

const states: readonly LostState[] = ['proposed', 'confirmed', 'dismissed']

/** The register of lost customers: looked at one by one, confirmed with a reason, or dismissed. */
export function LostPage() {
  const { t } = useLingui()
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const state = states.find((s) => s === search.state) ?? 'proposed'
  const list = useLost(state)
  const [open, setOpen] = useState<Lost | null>(null)
  const names: Record<LostState, string> = { proposed: t`To look at`, confirmed: t`Confirmed`, dismissed: t`Dismissed` }
  return (
    <>
      <PageHeader
        title={t`Lost customers`}
        remark={t`those who spent most first`}
        crumb={{ label: t`Business results`, href: '/loyalty' }}
      />
      <Toolbar label={t`Which ones`}>
        <SegmentedControl
          label={t`Which ones`}
          value={state}
          onChange={(to) => void navigate({ to: '.', search: (to === 'proposed' ? {} : { state: to }) as never })}
          options={states.map((value) => ({ value, label: names[value] }))}
        />
      </Toolbar>
      <PageBody>
        <Card>
          {list.isError ? (
            <ErrorState
              error={list.error}
              title={t`The register could not be fetched.`}
              onRetry={() => list.refetch()}
            />
          ) : list.isPending ? (
            <LoadingRows rows={6} />
          ) : list.data.length === 0 ? (
            <EmptyState sentence={<Trans>Nobody here. Measuring business results finds who seems to be lost.</Trans>} />
          ) : (
            <Register rows={list.data} onOpen={setOpen} />
          )}
        </Card>
      </PageBody>
      {open && <FindingDialog of={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function Register({ rows, onOpen }: { rows: Lost[]; onOpen: (one: Lost) => void }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const may = useMay('loyalty.write')
  const how = useHowWords()
  const reasons = useReasonWords()
  const { decide } = useLoyaltyCalls()
  const change = (of: Lost, body: Finding, said: string) =>
    decide.mutate(
      { of, body },
      {
        onSuccess: (now) =>
          void toasts.show(said, {
            undo: () =>
              void decide
                .mutateAsync({ of: now, body: { state: of.state, reason: of.reason, words: of.words } })
                .catch((error) => void toasts.show(explain(i18n, error), { tone: 'failed' })),
          }),
        onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  const columns: Column<Lost>[] = [
    {
      id: 'name',
      header: t`Customer`,
      cell: (l) => (
        <AppLink className="link" href={`/customers/${l.customer}`}>
          {l.name || t`without a name`}
        </AppLink>
      ),
      sort: (l) => l.name,
    },
    {
      id: 'spent',
      header: t`Spent`,
      align: 'right',
      phone: 'keep',
      cell: (l) => format.money(l.spent.text, l.spent.currency),
      sort: (l) => l.spent.minor,
    },
    { id: 'last', header: t`Last seen`, phone: 'under', cell: (l) => format.day(l.lost_on), sort: (l) => l.lost_on },
    {
      id: 'how',
      header: t`Noticed`,
      phone: 'under',
      cell: (l) => (l.how === 'silent' ? t`${how.silent} (${format.percent(l.alive)} there still)` : how[l.how]),
      sort: (l) => l.how,
    },
    {
      id: 'human',
      header: t`Reached a human`,
      phone: 'under',
      cell: (l) => (
        <span>
          <span className="phone-only">{t`human:`} </span>
          {{ yes: t`yes`, no: t`no`, unknown: t`not known` }[l.reached]}
        </span>
      ),
      sort: (l) => l.reached,
    },
    {
      id: 'why',
      header: t`Why`,
      phone: 'under',
      cell: (l) => (l.reason ? reasons[l.reason] : l.said || ''),
      sort: (l) => l.reason,
    },
    {
      id: 'do',
      header: <span className="vh">{t`What to do`}</span>,
      align: 'right',
      phone: 'under',
      cell: (l) =>
        may && (
          <span className="row" style={{ justifyContent: 'flex-end' }}>
            <Button onClick={() => onOpen(l)}>{l.state === 'confirmed' ? t`Change` : t`Confirm`}</Button>
            {l.state === 'proposed' && (
              <Button kind="quiet" onClick={() => change(l, { state: 'dismissed' }, t`${l.name} isn’t lost`)}>
                <Trans>Dismiss</Trans>
              </Button>
            )}
            {l.state === 'dismissed' && (
              <Button
                kind="quiet"
                onClick={() => change(l, { state: 'proposed' }, t`${l.name} is to be looked at again`)}
              >
                <Trans>Look again</Trans>
              </Button>
            )}
          </span>
        ),
    },
  ]
  return <DataTable label={t`Lost customers`} columns={columns} rows={rows} rowKey={(l) => l.customer} />
}
