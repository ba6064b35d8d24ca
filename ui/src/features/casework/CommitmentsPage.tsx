import { Trans, useLingui } from '@lingui/react/macro'
import { useParams, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { PromiseDialog } from '../../components/case/PromiseDialog'
import { useCommands } from '../../components/commands/Commands'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import type { Commitment } from '../../core/commitments'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { CommitmentRow, rowId } from './CommitmentRow'
import { NewTime } from './Commitments'
import { isView, useCommitment, useCommitments, type View, views } from './commitment-queries'
import css from './commitments.module.css'
import { useCommitmentDeeds } from './useCommitmentDeeds'

/** What was promised to customers, on cases and without one: one's own, one's team's, what is due, broken, kept. */
export function CommitmentsPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const router = useRouter()
  const phone = usePhone()
  const [get, set] = useSearchState()
  const asked = get('show')
  const customer = get('customer')
  const view: View = isView(asked) ? asked : customer ? 'all' : 'mine'
  const found = useCommitments(view, customer)
  const rows = found.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const listed = rows.some((row) => row.id === id)
  const one = useCommitment(id, found.isSuccess && !listed)
  const may = useMay('case.write')
  const deeds = useCommitmentDeeds()
  const [making, setMaking] = useState(false)
  const [moving, setMoving] = useState<Commitment>()
  const current = rows.find((row) => row.id === id) ?? one.data
  const to = (path: string) => address(path, { show: asked || undefined, customer: customer || undefined })
  const choose = (next: string) =>
    void router.navigate({ href: to(`/commitments/${next}`), replace: true, resetScroll: false })
  const go = (next: string) => {
    choose(next)
    document.getElementById(rowId(next))?.focus()
  }
  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === id)
    const next = at < 0 ? rows[0] : rows[Math.min(Math.max(at + by, 0), rows.length - 1)]
    if (next) go(next.id)
  }
  useEffect(() => {
    if (id && found.isSuccess) document.getElementById(rowId(id))?.scrollIntoView({ block: 'nearest' })
  }, [id, found.isSuccess])
  const group = t`Commitments`
  useCommands([
    { id: 'promise.next', label: t`Next commitment`, group, key: 'j', keyOnly: true, run: () => step(1) },
    { id: 'promise.previous', label: t`Previous commitment`, group, key: 'k', keyOnly: true, run: () => step(-1) },
    ...(may
      ? [
          { id: 'promise.new', label: t`Promise something`, group, key: 'n', run: () => setMaking(true) },
          {
            id: 'promise.kept',
            label: t`It was kept`,
            group,
            key: 'e',
            run: () => void (current?.state === 'open' && deeds.move(current, 'kept')),
          },
          {
            id: 'promise.broken',
            label: t`It was broken`,
            group,
            key: 'b',
            run: () => void (current?.state === 'open' && deeds.move(current, 'broken')),
          },
          {
            id: 'promise.time',
            label: t`Agree a new time`,
            group,
            key: 'd',
            run: () => current?.state === 'open' && setMoving(current),
          },
        ]
      : []),
  ])
  const who = customer ? (rows[0]?.customer?.name ?? rows[0]?.customer?.email ?? '') : ''
  const row = (of: Commitment) => (
    <CommitmentRow
      key={of.id}
      of={of}
      current={of.id === id}
      may={may}
      deeds={deeds}
      onChoose={() => of.id !== id && choose(of.id)}
      onNewTime={() => setMoving(of)}
    />
  )
  return (
    <>
      <PageHeader
        title={t`Commitments`}
        remark={t`what was promised to customers`}
        actions={
          may && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setMaking(true)}>
              <Trans>Promise something</Trans>
            </Button>
          )
        }
      />
      <Toolbar label={t`Which commitments`}>
        <Tabs view={view} customer={customer} counts={found.data?.pages[0]?.counts} />
        {customer && (
          <Button icon="close" onClick={() => set({ customer: undefined })}>
            {who ? t`Only to ${who}` : t`Of one customer`}
          </Button>
        )}
      </Toolbar>
      <PageBody narrow>
        {one.data && (
          <Card title={t`The one you came for`}>
            <ul className={css.list}>{row(one.data)}</ul>
          </Card>
        )}
        {id && one.isError && !listed && (
          <Card>
            <ErrorState error={one.error} title={t`This commitment could not be fetched.`} />
          </Card>
        )}
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`The commitments could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : found.isPending ? (
            <LoadingRows rows={6} />
          ) : rows.length === 0 ? (
            <Nothing view={view} onMake={may ? () => setMaking(true) : undefined} />
          ) : (
            <ul className={css.list} aria-label={t`Commitments`}>
              {rows.map(row)}
            </ul>
          )}
          {found.hasNextPage && (
            <p className={css.more}>
              <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                <Trans>Show more</Trans>
              </Button>
            </p>
          )}
        </Card>
      </PageBody>
      {making && (
        <PromiseDialog
          title={t`Promise something to a customer`}
          to={customer ? { customer } : undefined}
          onClose={() => setMaking(false)}
          onMade={(made) => go(made.id)}
        />
      )}
      {moving && <NewTime of={moving} onClose={() => setMoving(undefined)} />}
    </>
  )
}

/** Which of them, each with its number. Links, since each is an address. */
function Tabs({
  view,
  customer,
  counts,
}: {
  view: View
  customer: string
  counts?: { mine: number; team: number; soon: number; broken: number }
}) {
  const { t } = useLingui()
  const format = useFormat()
  const words: Record<View, string> = {
    mine: t`Mine`,
    team: t`My team’s`,
    soon: t`Due soon`,
    broken: t`Broken`,
    kept: t`Kept`,
    all: t`All`,
  }
  return (
    <nav className={css.tabs} aria-label={t`Which commitments`}>
      {views.map((one) => {
        const count = !customer && counts && one in counts ? counts[one as keyof typeof counts] : undefined
        const href = address('/commitments', {
          show: one === 'mine' && !customer ? undefined : one,
          customer: customer || undefined,
        })
        return (
          <AppLink key={one} href={href} aria-current={one === view ? 'true' : undefined} data-view={one}>
            {words[one]} {count !== undefined && <span className={css.count}>{format.count(count)}</span>}
          </AppLink>
        )
      })}
    </nav>
  )
}

function Nothing({ view, onMake }: { view: View; onMake?: () => void }) {
  const { t } = useLingui()
  const words: Record<View, string> = {
    mine: t`You have promised nothing that is still to be kept.`,
    team: t`Nothing is promised that is still to be kept.`,
    soon: t`Nothing is due within a day.`,
    broken: t`No promise is broken that nobody has seen to.`,
    kept: t`No promise has been kept yet.`,
    all: t`Nothing was promised yet.`,
  }
  return (
    <EmptyState sentence={words[view]}>
      {onMake && (
        <Button icon="plus" onClick={onMake}>
          <Trans>Promise something</Trans>
        </Button>
      )}
    </EmptyState>
  )
}
