import { Trans, useLingui } from '@lingui/react/macro'
import { Button, ButtonLink } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { Progress } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody } from '../../components/layout/Page'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { useComputations, useValueCalls, useValues } from './queries'
import { useWhose } from './words'

/** A computation under way, or why the latest one came to nothing. */
export function ComputingCard({ onAgain }: { onAgain: () => void }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const may = useMay('value.write')
  const calls = useValueCalls()
  const whose = useWhose()
  const last = useComputations().data?.[0]
  const newest = useValues().data?.reduce((at, v) => (v.made_at > at ? v.made_at : at), '')
  if (!last) return null
  const running = last.state === 'waiting' || last.state === 'running'
  const name = whose(last.segment)
  if (running) {
    const note = {
      reading: t`Reading what was bought: ${format.count(last.done)} purchases`,
      fitting: t`Fitting the model`,
      testing: t`Testing it on the weeks held back`,
      drawing: t`Finding how sure it is`,
      '': t`Waiting`,
    }[last.note ?? '']
    return (
      <Card
        title={t`Computing: ${name}`}
        remark={note}
        controls={
          may && (
            <Button
              busy={calls.cancel.isPending}
              onClick={() =>
                calls.cancel.mutate(last.id, {
                  onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
                })
              }
            >
              <Trans>Stop it</Trans>
            </Button>
          )
        }
      >
        <CardBody>
          <Progress share={last.total > 0 ? last.done / last.total : 0} label={t`Computing`} />
        </CardBody>
      </Card>
    )
  }
  if (last.state !== 'failed' || (newest && newest > last.created_at)) return null
  const material = ['no_purchases', 'no_repeats', 'too_few'].includes(last.code ?? '')
  return (
    <div role="status">
      <Notice tone="worse" icon="warning">
        <p>
          <Trans>
            {name}: no value came of it. {last.error}
          </Trans>
        </p>
        <span className="row">
          {may && (
            <Button onClick={onAgain}>
              <Trans>Compute again</Trans>
            </Button>
          )}
          {may && material && (
            <ButtonLink kind="quiet" icon="import" href="/lists/purchases">
              <Trans>Import purchases</Trans>
            </ButtonLink>
          )}
        </span>
      </Notice>
    </div>
  )
}
