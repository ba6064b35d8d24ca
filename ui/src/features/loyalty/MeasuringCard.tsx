import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { SlowBar } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody } from '../../components/layout/Page'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type Result, type State, useLoyaltyCalls } from './queries'

/** A measuring under way, or why the latest came to nothing. */
export function MeasuringCard({
  measuring,
  result,
  onAgain,
}: {
  measuring: State['measuring']
  result?: Result
  onAgain: () => void
}) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const may = useMay('value.write')
  const { cancel } = useLoyaltyCalls()
  if (measuring.state === 'waiting' || measuring.state === 'running') {
    const read = format.count(measuring.done)
    return (
      <Card
        title={t`Measuring`}
        remark={measuring.note === 'comparing' ? t`comparing customers` : t`${read} signals read`}
        controls={
          may && (
            <Button
              busy={cancel.isPending}
              onClick={() =>
                cancel.mutate(undefined, { onError: (e) => void toasts.show(explain(i18n, e), { tone: 'failed' }) })
              }
            >
              <Trans>Stop it</Trans>
            </Button>
          )
        }
      >
        <CardBody>
          <SlowBar />
        </CardBody>
      </Card>
    )
  }
  if (measuring.state !== 'failed' || (result && !measuring.error)) return null
  return (
    <div role="status">
      <Notice tone="worse" icon="warning">
        <p>{measuring.error}</p>
        {may && (
          <Button onClick={onAgain}>
            <Trans>Measure again</Trans>
          </Button>
        )}
      </Notice>
    </div>
  )
}
