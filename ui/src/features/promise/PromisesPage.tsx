import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useFigureView } from '../../components/filter/useFigureView'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { type Group, grouped } from './grouped'
import { KeptInShort } from './KeptInShort'
import { BeginWithSaid, NewPromise } from './NewPromise'
import { PromiseTabs } from './PromiseTabs'
import css from './promise.module.css'
import { type BrandPromise, usePromises } from './queries'
import { useOwnerName, useStateWords, useWhom } from './words'

/** What is promised now, what may be promised next, and what was promised before, by brand and segment. */
export function PromisesPage() {
  const { t } = useLingui()
  const all = usePromises()
  const may = useMay('promise.write')
  const phone = usePhone()
  const [making, setMaking] = useState(false)
  const add = may && (
    <Button kind="primary" icon="plus" square={phone} onClick={() => setMaking(true)}>
      <Trans>Draft a promise</Trans>
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t`Brand promise`}
        remark={t`what customers are promised, and whether it is kept`}
        actions={add}
      />
      <PromiseTabs />
      <PageBody>
        {all.isError ? (
          <Card>
            <ErrorState error={all.error} title={t`The promises could not be fetched.`} onRetry={() => all.refetch()} />
          </Card>
        ) : all.isPending ? (
          <Card>
            <LoadingRows rows={4} />
          </Card>
        ) : all.data.length === 0 ? (
          <Card>
            <EmptyState sentence={<Trans>Nothing is promised yet: say what customers can rely on.</Trans>}>
              {may && (
                <Button icon="plus" onClick={() => setMaking(true)}>
                  <Trans>Draft a promise</Trans>
                </Button>
              )}
              {may && <BeginWithSaid />}
            </EmptyState>
          </Card>
        ) : (
          grouped(all.data).map((group) => <GroupCard key={group.key} group={group} />)
        )}
      </PageBody>
      {making && <NewPromise onClose={() => setMaking(false)} />}
    </>
  )
}

function GroupCard({ group }: { group: Group }) {
  const whom = useWhom()
  const view = useFigureView()
  const first = group.now ?? group.drafts[0]
  const drafts = group.drafts.filter((d) => d !== first)
  return (
    <Card title={whom(group)}>
      {first && (
        <CardBody>
          <p className={css.statement} dir="auto">
            <AppLink href={`/promise/${first.id}`}>{first.text}</AppLink>
          </p>
          <div className={css.facts}>
            <StateTag of={first} />
            <Owner of={first} />
            <Tenets of={first} />
            {first.state === 'in_force' && <KeptInShort id={first.id} view={view} />}
          </div>
        </CardBody>
      )}
      {drafts.length > 0 && (
        <ul className={css.others}>
          {drafts.map((d) => (
            <Line key={d.id} of={d} />
          ))}
        </ul>
      )}
      {group.past.length > 0 && (
        <details className={css.past} open={!first}>
          <summary>
            <Plural value={group.past.length} one="Promised before: once" other="Promised before: # times" />
          </summary>
          <ul>
            {group.past.map((p) => (
              <Line key={p.id} of={p} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  )
}

function Line({ of }: { of: BrandPromise }) {
  return (
    <li>
      <AppLink className={`link ${css.said}`} href={`/promise/${of.id}`} dir="auto">
        {of.text}
      </AppLink>
      <StateTag of={of} />
    </li>
  )
}

export function StateTag({ of }: { of: BrandPromise }) {
  const said = useStateWords()(of)
  if (of.state === 'in_force') {
    return (
      <Tag tone="better" icon="check">
        {said}
      </Tag>
    )
  }
  return <Tag tone={of.state === 'draft' ? 'accent' : undefined}>{said}</Tag>
}

function Owner({ of }: { of: BrandPromise }) {
  const name = useOwnerName()(of.owner)
  return (
    <span className={of.owner ? undefined : 'soon'}>
      {of.owner ? name && <Trans>Answered for by {name}</Trans> : <Trans>Nobody answers for it</Trans>}
    </span>
  )
}

function Tenets({ of }: { of: BrandPromise }) {
  const count = of.tenets?.length ?? 0
  const gaps = of.gaps?.length ?? 0
  return (
    <span>
      <Plural value={count} _0="No tenet yet" one="# tenet" other="# tenets" />
      {gaps > 0 && (
        <span className="soon">
          {' · '}
          <Plural value={gaps} one="# gap" other="# gaps" />
        </span>
      )}
    </span>
  )
}
