import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { PromiseDialog } from '../../components/case/PromiseDialog'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Icon } from '../../components/Icon'
import { Card, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { ConsentDialog } from './ConsentDialog'
import css from './customer.module.css'
import { EditDialog } from './EditDialog'
import { IdentifiersDialog } from './IdentifiersDialog'
import { MergeDialog } from './MergeDialog'
import { OpenCases } from './OpenCases'
import { PreferencesDialog } from './PreferencesDialog'
import { PurchaseDialog } from './PurchaseDialog'
import { SegmentTags } from './parts'
import { type Known, useCustomer, useDuplicates } from './queries'
import { Scores } from './Scores'
import { AboutCard, ConsentCard, MergedCard, PurchasesCard } from './Sides'
import { Timeline } from './Timeline'
import { called, useSameWords } from './words'

export type Deed = 'edit' | 'identifiers' | 'preferences' | 'consent' | 'purchase' | 'merge' | 'promise'

/** One customer: who they are, what happened, what they said, what they agreed to. */
export function CustomerPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const lists = useMay('people.read')
  const crumb = lists ? { label: t`Customers`, href: '/customers' } : { label: t`Inbox`, href: '/inbox' }
  const found = useCustomer(id)
  if (found.data) return <Page key={found.data.id} known={found.data} crumb={crumb} />
  return (
    <>
      <PageHeader title={t`Customer`} crumb={crumb} />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`The customer could not be fetched.`}
              onRetry={() => found.refetch()}
            >
              <AppLink className="link" href={crumb.href}>
                {crumb.label}
              </AppLink>
            </ErrorState>
          ) : (
            <LoadingRows rows={6} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Page({ known, crumb }: { known: Known; crumb: { label: string; href: string } }) {
  const { t } = useLingui()
  const phone = usePhone()
  const [mayWrite, mayMerge, mayPromise] = [useMay('customer.write'), useMay('people.write'), useMay('case.write')]
  const [doing, setDoing] = useState<Deed>()
  const close = () => setDoing(undefined)
  const name = called(known)
  const entries = [
    ...(mayPromise
      ? [{ label: t`Promise something…`, icon: 'phone' as const, onSelect: () => setDoing('promise') }]
      : []),
    ...(mayWrite
      ? [
          { label: t`Record consent…`, icon: 'lock' as const, onSelect: () => setDoing('consent') },
          { label: t`How to contact them…`, icon: 'mail' as const, onSelect: () => setDoing('preferences') },
          { label: t`Identifiers…`, icon: 'key' as const, onSelect: () => setDoing('identifiers') },
        ]
      : []),
    ...(mayMerge
      ? [
          { label: t`Add a purchase…`, icon: 'plus' as const, onSelect: () => setDoing('purchase') },
          { label: t`Merge with another…`, icon: 'people' as const, onSelect: () => setDoing('merge') },
        ]
      : []),
  ]
  return (
    <>
      <PageHeader
        title={called(known)}
        crumb={crumb}
        tags={
          <>
            <SegmentTags of={known.segments ?? []} />
            {known.preferences.do_not_contact && <Tag tone="worse" icon="stop">{t`Do not contact`}</Tag>}
          </>
        }
        actions={
          <>
            {mayWrite && (
              <Button icon="edit" square={phone} onClick={() => setDoing('edit')}>
                <Trans>Edit</Trans>
              </Button>
            )}
            {entries.length > 0 && (
              <Menu
                trigger={
                  <Button kind="quiet" square icon="more">
                    {t`More about this customer`}
                  </Button>
                }
                entries={entries}
              />
            )}
          </>
        }
      />
      <PageBody>
        <Notices known={known} />
        <Columns
          aside={
            <>
              <AboutCard known={known} onDo={mayWrite ? setDoing : undefined} />
              <Scores known={known} />
              <PurchasesCard known={known} onAdd={mayMerge ? () => setDoing('purchase') : undefined} />
              <ConsentCard known={known} onDo={mayWrite ? setDoing : undefined} />
              <MergedCard known={known} may={mayMerge} />
            </>
          }
        >
          <OpenCases id={known.id} />
          <Timeline id={known.id} />
        </Columns>
      </PageBody>
      {doing === 'edit' && <EditDialog known={known} onClose={close} />}
      {doing === 'identifiers' && <IdentifiersDialog known={known} onClose={close} />}
      {doing === 'preferences' && <PreferencesDialog known={known} onClose={close} />}
      {doing === 'consent' && <ConsentDialog known={known} onClose={close} />}
      {doing === 'purchase' && <PurchaseDialog known={known} onClose={close} />}
      {doing === 'promise' && (
        <PromiseDialog title={t`Promise something to ${name}`} to={{ customer: known.id }} onClose={close} />
      )}
      {doing === 'merge' && <MergeDialog known={known} onClose={close} />}
    </>
  )
}

/** What a reader must know first: that somebody else was asked for, and who may be the same. */
function Notices({ known }: { known: Known }) {
  const same = useSameWords()
  const found = useDuplicates(known.id, useMay('people.read')).data ?? []
  const first = found[0]
  return (
    <>
      {known.asked && (
        <p className={css.notice} role="status">
          <Icon name="info" />
          <span>
            <Trans>The customer you asked for was merged into this one.</Trans>
          </span>
        </p>
      )}
      {first && (
        <p className={css.notice}>
          <Icon name="people" />
          <span>
            <Trans>Perhaps the same as {called(first.customer)}:</Trans>{' '}
            {(first.same ?? []).map((s) => same[s]).join(', ')}
          </span>
          <AppLink className="link" href={`/customers/${known.id}/merge/${first.customer.id}`}>
            <Trans>Compare</Trans>
          </AppLink>
        </p>
      )}
    </>
  )
}
