import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import css from './customer.module.css'
import { type Customer, type Pair, useCustomerDeeds, usePairs } from './queries'
import { called, useSameWords } from './words'

/** Customers who may be the same, the likeliest first. */
export function DuplicatesPage() {
  const { t } = useLingui()
  const found = usePairs()
  const pairs = found.data ?? []
  return (
    <>
      <PageHeader
        title={t`Duplicates`}
        crumb={{ label: t`Customers`, href: '/customers' }}
        remark={t`customers who share an address, a number or a name`}
      />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState error={found.error} title={t`They could not be fetched.`} onRetry={() => found.refetch()} />
          ) : found.isPending ? (
            <LoadingRows rows={5} />
          ) : pairs.length === 0 ? (
            <EmptyState sentence={t`No two customers look the same.`}>
              <ButtonLink href="/customers">
                <Trans>All customers</Trans>
              </ButtonLink>
            </EmptyState>
          ) : (
            <ul aria-label={t`Duplicates`}>
              {pairs.map((pair) => (
                <Line key={pair.one.id + pair.other.id} pair={pair} />
              ))}
            </ul>
          )}
        </Card>
        {pairs.length === 100 && (
          <p className="muted small">
            <Trans>The first 100. More follow as these are settled.</Trans>
          </p>
        )}
      </PageBody>
    </>
  )
}

function Line({ pair }: { pair: Pair }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const same = useSameWords()
  const may = useMay('people.write')
  const [one, other] = [pair.one, pair.other]
  const failed = (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' })
  const apart = async () => {
    try {
      await deeds.different(one.id, other.id, true)
      toasts.show(t`Noted: two customers`, {
        undo: () => void deeds.different(one.id, other.id, false).catch(failed),
      })
      document.querySelector<HTMLElement>('h1')?.focus()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <li className={css.pair}>
      <Who of={one} />
      <Who of={other} />
      <div className="row wrap">
        {(pair.same ?? []).map((s) => (
          <Tag key={s} tone={s === 'name' ? undefined : 'soon'}>
            {same[s]}
          </Tag>
        ))}
        {may && (
          <>
            <ButtonLink href={`/customers/${one.id}/merge/${other.id}`}>
              <Trans>Compare</Trans>
            </ButtonLink>
            <Button kind="quiet" onClick={() => void apart()}>
              <Trans>Two people</Trans>
            </Button>
          </>
        )}
      </div>
    </li>
  )
}

function Who({ of }: { of: Customer }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <div>
      <AppLink className="link strong" href={`/customers/${of.id}`}>
        {called(of)}
      </AppLink>
      <div className="small muted" style={{ overflowWrap: 'anywhere' }}>
        {[of.email, of.phone, of.external_id, t`since ${format.date(of.created_at)}`].filter(Boolean).join(' · ')}
      </div>
    </div>
  )
}
