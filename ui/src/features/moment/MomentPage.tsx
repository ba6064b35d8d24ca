import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { PeriodPicker } from '../../components/filter/PeriodPicker'
import { address } from '../../components/filter/search'
import { type FigureView, useFigureView } from '../../components/filter/useFigureView'
import { Card, CardBody, Columns, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMay } from '../../core/session'
import { Crisis } from './Crisis'
import { CriterionCard } from './CriterionCard'
import { Deeds } from './Deeds'
import { EditDialog } from './EditDialog'
import { HistoryCard } from './HistoryCard'
import { ImportanceCard } from './ImportanceCard'
import { Incidents } from './Incidents'
import { StateTag } from './MomentsPage'
import css from './moment.module.css'
import { type MomentFile, useMoment } from './queries'
import { useOwnerName } from './words'

/** One moment of truth: by what customers judge it, how it goes, and who may put it right. */
export function MomentPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const view = useFigureView()
  const found = useMoment(id, view.period, view.ready)
  if (found.data) return <Shown of={found.data.data} view={view} busy={found.isPlaceholderData} />
  return (
    <>
      <PageHeader title={t`Moment of truth`} crumb={{ label: t`Moments of truth`, href: '/moments' }} />
      <PageBody>
        <Card>
          {found.isError || view.error ? (
            <ErrorState
              error={found.error ?? view.error}
              title={t`This moment could not be fetched.`}
              onRetry={() => {
                view.retry()
                void found.refetch()
              }}
            />
          ) : (
            <LoadingRows rows={6} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Shown({ of, view, busy }: { of: MomentFile; view: FigureView; busy: boolean }) {
  const { t } = useLingui()
  const owner = useOwnerName()(of.owner)
  const mayWrite = useMay('moment.write') && of.state !== 'retired'
  const mayRead = useMay('signal.read')
  const [editing, setEditing] = useState(false)
  const pick = address(`/moments/${of.id}/pick`, { from: view.slice.from, to: view.slice.to })
  const criteria = of.criteria ?? []
  return (
    <>
      <PageHeader
        title={of.name || of.touch_point}
        crumb={{ label: t`Moments of truth`, href: '/moments' }}
        tags={<StateTag of={of.state} />}
        actions={<Deeds of={of} onEdit={() => setEditing(true)} />}
      />
      <Toolbar label={t`Period`}>
        <span className="grow not-phone" />
        <PeriodPicker view={view} comparable={false} />
      </Toolbar>
      <PageBody>
        <Columns
          aside={
            <>
              <Card title={t`Why customers decide here`}>
                <CardBody>
                  <p style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }} dir="auto">
                    {of.why}
                  </p>
                  <p className={css.facts}>
                    <span>{of.segment || t`All customers`}</span>
                    <span className={of.owner ? undefined : 'soon'}>
                      {of.owner ? owner && <Trans>Owned by {owner}</Trans> : <Trans>Nobody owns it</Trans>}
                    </span>
                  </p>
                </CardBody>
              </Card>
              <ImportanceCard of={of} view={view} />
              <Crisis of={of} />
              <HistoryCard of={of} />
            </>
          }
        >
          <Card
            title={t`What customers judge by`}
            remark={<Plural value={criteria.length} _0="" one="# criterion" other="# criteria" />}
            controls={
              mayWrite &&
              mayRead &&
              criteria.length > 0 && (
                <ButtonLink icon="plus" href={pick}>
                  <Trans>Pick from comments</Trans>
                </ButtonLink>
              )
            }
          >
            {criteria.length === 0 ? (
              <EmptyState
                sentence={<Trans>No criterion yet: pick what customers say they judge by from their comments.</Trans>}
              >
                {mayWrite && mayRead && (
                  <ButtonLink kind="primary" icon="plus" href={pick}>
                    <Trans>Pick from comments</Trans>
                  </ButtonLink>
                )}
              </EmptyState>
            ) : (
              <div aria-busy={busy}>
                {criteria.map((c) => (
                  <CriterionCard key={c.id} moment={of} of={c} view={view} />
                ))}
              </div>
            )}
          </Card>
          <Incidents of={of} pick={mayWrite && mayRead ? pick : undefined} />
        </Columns>
      </PageBody>
      {editing && <EditDialog of={of} onClose={() => setEditing(false)} />}
    </>
  )
}

/** A button of a card that opens a dialog. */
export function Open({ label, onOpen }: { label: string; onOpen: () => void }) {
  return (
    <Button kind="quiet" icon="edit" onClick={onOpen}>
      {label}
    </Button>
  )
}
