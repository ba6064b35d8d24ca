import { Trans, useLingui } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import type { Search } from '../../components/filter/search'
import { Card, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { AliveCard } from './AliveCard'
import { Assumptions } from './Assumptions'
import { BackTestCard } from './BackTestCard'
import { ComputeDialog } from './ComputeDialog'
import { ComputingCard } from './ComputingCard'
import { History } from './History'
import { InForceCard } from './InForceCard'
import { type CustomerValue, useMaterial, useValue, useValues } from './queries'
import { TypeDialog } from './TypeDialog'

type Asked = 'compute' | 'type' | ''

/** What a customer is still worth, how that is known, and how well it would have foretold what came. */
export function ValuePage() {
  const { t } = useLingui()
  const all = useValues()
  const may = useMay('value.write')
  const phone = usePhone()
  const [asked, setAsked] = useState<Asked>('')
  const none = all.data?.length === 0
  return (
    <>
      <PageHeader
        title={t`Customer value`}
        remark={t`what a customer is still worth, and how that is known`}
        actions={
          may &&
          !none && (
            <span className="row">
              <Button onClick={() => setAsked('type')}>
                <Trans>Type a value</Trans>
              </Button>
              <Button kind="primary" icon="gauge" square={phone} onClick={() => setAsked('compute')}>
                <Trans>Compute it</Trans>
              </Button>
            </span>
          )
        }
      />
      <PageBody>
        <ComputingCard onAgain={() => setAsked('compute')} />
        {all.isError ? (
          <Card>
            <ErrorState error={all.error} title={t`The values could not be fetched.`} onRetry={() => all.refetch()} />
          </Card>
        ) : all.isPending ? (
          <Card>
            <LoadingRows rows={4} />
          </Card>
        ) : none ? (
          <Empty may={may} onAsk={setAsked} />
        ) : (
          <Shown all={all.data} />
        )}
      </PageBody>
      {asked === 'type' && <TypeDialog onClose={() => setAsked('')} />}
      {asked === 'compute' && <ComputeDialog onClose={() => setAsked('')} />}
    </>
  )
}

function Shown({ all }: { all: CustomerValue[] }) {
  const search = useSearch({ strict: false }) as Search
  const chosen = typeof search.value === 'string' ? all.find((one) => one.id === search.value) : undefined
  const short = chosen ?? all[0]
  const full = useValue(short?.id ?? '')
  if (!short) return null
  const one = full.data ?? short
  return (
    <>
      <InForceCard of={one} />
      <Columns aside={<Assumptions of={one} />}>
        {one.back_test && <BackTestCard test={one.back_test} />}
        {one.alive && one.alive.length > 0 && <AliveCard bins={one.alive} living={one.living} />}
        <History all={all} shown={one.id} />
      </Columns>
    </>
  )
}

/** Nothing yet: two ways to a value. */
function Empty({ may, onAsk }: { may: boolean; onAsk: (asked: Asked) => void }) {
  const material = useMaterial().data
  const some = (material?.purchases ?? 0) > 0 || (material?.subscriptions ?? 0) > 0
  return (
    <Card>
      <EmptyState
        sentence={
          some ? (
            <Trans>What customers bought is here: compute what one of them is worth, or type it.</Trans>
          ) : (
            <Trans>Nobody has said what a customer is worth: import what they bought, or type it.</Trans>
          )
        }
      >
        {may && some && (
          <Button kind="primary" icon="gauge" onClick={() => onAsk('compute')}>
            <Trans>Compute it</Trans>
          </Button>
        )}
        {may && !some && (
          <>
            <ButtonLink icon="import" href="/lists/purchases">
              <Trans>Import purchases</Trans>
            </ButtonLink>
            <ButtonLink icon="import" href="/lists/subscriptions">
              <Trans>Import subscriptions</Trans>
            </ButtonLink>
          </>
        )}
        {may && (
          <Button onClick={() => onAsk('type')}>
            <Trans>Type a value</Trans>
          </Button>
        )}
      </EmptyState>
    </Card>
  )
}
