import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { AppLink } from '../../components/AppLink'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { PeriodPicker } from '../../components/filter/PeriodPicker'
import { type FigureView, useFigureView } from '../../components/filter/useFigureView'
import { Card, CardBody, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMay } from '../../core/session'
import { Coverage } from './Coverage'
import { Deeds } from './Deeds'
import { History } from './History'
import { StateTag } from './PromisesPage'
import css from './promise.module.css'
import { type BrandPromise, type Kept, useKept, usePromise } from './queries'
import { TenetRow } from './TenetRow'
import { useDeeds } from './useDeeds'
import { useCarrierNames, useOwnerName, useWhom } from './words'

/** One promise: what it says, who carries it, and how well it is kept. */
export function PromisePage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = usePromise(id)
  const crumb = { label: t`Brand promise`, href: '/promise' }
  if (found.data) return <Shown of={found.data.data} tag={found.data.tag} />
  return (
    <>
      <PageHeader title={t`Promise`} crumb={crumb} />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`This promise could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : (
            <LoadingRows rows={5} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Shown({ of, tag }: { of: BrandPromise; tag: string }) {
  const { t } = useLingui()
  const whom = useWhom()
  const view = useFigureView()
  const owner = useOwnerName()(of.owner)
  const deeds = useDeeds(of, tag)
  return (
    <>
      <PageHeader
        title={whom(of)}
        crumb={{ label: t`Brand promise`, href: '/promise' }}
        actions={<Deeds of={of} deeds={deeds} />}
      />
      <Toolbar label={t`Period`}>
        <span className="grow not-phone" />
        <PeriodPicker view={view} comparable={false} />
      </Toolbar>
      <PageBody>
        <Card>
          <CardBody>
            <p className={css.statement} dir="auto">
              {of.text}
            </p>
            <div className={css.facts}>
              <StateTag of={of} />
              {owner ? (
                <Trans>Answered for by {owner}</Trans>
              ) : of.owner ? null : (
                <span className="soon">
                  <Trans>Nobody answers for it</Trans>
                </span>
              )}
            </div>
          </CardBody>
        </Card>
        <Tenets of={of} view={view} deeds={deeds} />
        <History of={of} />
      </PageBody>
    </>
  )
}

function Tenets({ of, view, deeds }: { of: BrandPromise; view: FigureView; deeds: ReturnType<typeof useDeeds> }) {
  const { t } = useLingui()
  const names = useCarrierNames()
  const mayWrite = useMay('promise.write')
  const maySee = useMay('figure.read')
  const kept = useKept(of.id, view.period, view.ready)
  const tenets = of.tenets ?? []
  const error = view.error ?? kept.error
  const edit =
    !mayWrite || of.state === 'retired'
      ? undefined
      : of.state === 'draft'
        ? { href: `/promise/${of.id}/edit`, label: t`Edit` }
        : { onClick: deeds.revise, label: t`Revise` }
  if (tenets.length === 0) {
    return (
      <Card title={t`Tenets`}>
        <EmptyState sentence={<Trans>No tenet yet: say what people can be seen doing who keep this promise.</Trans>} />
      </Card>
    )
  }
  return (
    <>
      {error && maySee ? (
        <ErrorState
          error={error}
          title={t`How well it is kept could not be fetched.`}
          onRetry={() => {
            view.retry()
            void kept.refetch()
          }}
        />
      ) : null}
      <Segment of={of} kept={kept.data} />
      <Card title={t`Tenets`}>
        {tenets.map((tenet, at) => (
          <TenetRow
            key={tenet.id ?? at}
            tenet={tenet}
            kept={maySee && !error ? kept.data?.[at] : null}
            gap={of.gaps?.find((gap) => gap.tenet === tenet.id)}
            names={names}
            slice={{ from: view.period?.from ?? 'all', to: view.period?.to }}
            stale={kept.isPlaceholderData}
            edit={edit}
          />
        ))}
      </Card>
      <Coverage tenets={tenets} names={names} />
    </>
  )
}

/** Whose figures these are, where a promise is made to some customers only. */
function Segment({ of, kept }: { of: BrandPromise; kept: readonly Kept[] | undefined }) {
  const segment = of.segment
  const measured = kept?.filter((k) => k.metric) ?? []
  if (!segment || measured.length === 0) return null
  const narrowed = measured.every((k) => k.where?.some((text) => text.startsWith('segment:')))
  return narrowed ? (
    <p className="second small">
      <Trans>The figures count the customers in the segment {segment} now, and no others.</Trans>
    </p>
  ) : (
    <Notice tone="soon" icon="warning">
      <p>
        <Trans>The figures count all customers, not only {segment}: no segment of customers is called that.</Trans>
      </p>
      <AppLink className="link" href="/settings/customers">
        <Trans>Segments of customers</Trans>
      </AppLink>
    </Notice>
  )
}
