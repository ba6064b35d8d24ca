import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { Button, ButtonLink } from '../../../components/Button'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { LoadingRows } from '../../../components/feedback/Loading'
import { useToasts } from '../../../components/feedback/Toasts'
import { useSearchState } from '../../../components/filter/useSearchState'
import { Card, PageBody } from '../../../components/layout/Page'
import { PageHeader } from '../../../components/layout/PageHeader'
import { Tag } from '../../../components/Tag'
import { usePhone } from '../../../components/usePhone'
import { useMay } from '../../../core/session'
import { useFormat } from '../../../words/i18n'
import { explain } from '../../../words/problems'
import { useJourney } from '../queries'
import { AgendaList } from './AgendaList'
import { Decisions } from './Decisions'
import { Protocol } from './Protocol'
import { useWorkshop, useWorkshopCalls, type Workshop, type WorkshopEdit } from './queries'
import { Room } from './Room'
import { StepPane } from './StepPane'
import { useWorkshopStates } from './words'
import css from './workshop.module.css'

export type Act = (...edits: WorkshopEdit[]) => Promise<boolean>

/** One workshop: the facilitator's view while it runs, the protocol when it is closed. */
export function WorkshopPage() {
  const { t } = useLingui()
  const { id = '', workshop = '' } = useParams({ strict: false }) as { id?: string; workshop?: string }
  const found = useWorkshop(id, workshop)
  const name = useJourney(id).data?.name ?? t`Journey`
  if (found.data) return <Shown key={workshop} journey={id} name={name} of={found.data} />
  return (
    <>
      <PageHeader title={t`Workshop`} crumb={{ label: name, href: `/journeys/${id}/workshops` }} />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`This workshop could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : (
            <LoadingRows rows={8} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Shown({ journey, name, of }: { journey: string; name: string; of: Workshop }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const may = useMay('journey.write')
  const phone = usePhone()
  const calls = useWorkshopCalls(journey)
  const states = useWorkshopStates()
  const [get, set] = useSearchState()
  const closed = of.state === 'closed'
  const protocol = closed || get('show') === 'protocol'
  const agenda = of.agenda ?? []
  const step =
    agenda.find((s) => s.id === get('step')) ?? agenda.find((s) => s.since) ?? agenda.find((s) => !s.done) ?? agenda[0]
  const act: Act = async (...edits) => {
    try {
      await calls.edit.mutateAsync({ workshop: of.id, edits })
      return true
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
      return false
    }
  }
  const contribute = async () => {
    try {
      await calls.contribute.mutateAsync(of.id)
      toasts.show(t`Everybody in the room stands on the map as a contributor`)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const close = async () => {
    if (!(await act({ op: 'close' }))) return
    toasts.show(t`The workshop is closed`, { undo: () => void act({ op: 'open' }) })
  }
  return (
    <>
      <PageHeader
        title={of.title}
        crumb={{ label: name, href: `/journeys/${journey}/workshops` }}
        tags={<Tag tone={states[of.state].tone}>{states[of.state].word}</Tag>}
        remark={of.held_on ? format.day(of.held_on) : undefined}
        actions={
          <>
            <ButtonLink href={`/journeys/${journey}?edit=1`} icon="map" square={phone}>
              <Trans>The map</Trans>
            </ButtonLink>
            {!closed && (
              <Button
                icon="note"
                square={phone}
                aria-pressed={protocol}
                onClick={() => set({ show: protocol ? undefined : 'protocol' })}
              >
                <Trans>Protocol</Trans>
              </Button>
            )}
            {protocol && (
              <Button icon="export" square={phone} onClick={() => window.print()}>
                <Trans>Print</Trans>
              </Button>
            )}
            {may && closed && (
              <Button icon="edit" square={phone} onClick={() => void act({ op: 'open' })}>
                <Trans>Open again</Trans>
              </Button>
            )}
            {may && !closed && (
              <Button kind="primary" icon="check" square={phone} onClick={() => void close()}>
                <Trans>Close the workshop</Trans>
              </Button>
            )}
          </>
        }
      />
      <PageBody>
        {protocol ? (
          <Protocol of={of} journey={name} />
        ) : (
          <div className={css.room}>
            <AgendaList of={of} chosen={step?.id} may={may} act={act} onChoose={(s) => set({ step: s })} />
            <div className={css.middle}>
              {step && (
                <StepPane key={step.id} of={of} step={step} may={may} act={act} onNext={(s) => set({ step: s })} />
              )}
              <Decisions of={of} step={step?.id} may={may} act={act} />
            </div>
            <Room of={of} may={may} act={act} onContribute={contribute} />
          </div>
        )}
      </PageBody>
    </>
  )
}
