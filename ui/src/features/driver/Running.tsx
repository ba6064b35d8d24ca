import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { Card } from '../../components/layout/Page'
import css from './driver.module.css'
import { type Analysis, useDeeds } from './queries'
import type { Drivers } from './useDrivers'
import { useDriverWords } from './words'

/** An analysis that is made in the background, or that was stopped or failed there. */
export function Running({ analysis, drivers }: { analysis: Analysis; drivers: Drivers }) {
  const { t } = useLingui()
  const words = useDriverWords(analysis)
  const { cancel, again } = useDeeds()
  const anew = (
    <Button kind="primary" busy={again.isPending} onClick={() => again.mutate(drivers.wish)}>
      <Trans>Analyse again</Trans>
    </Button>
  )
  if (analysis.state === 'cancelled') {
    return (
      <Card>
        <EmptyState sentence={<Trans>This analysis was stopped.</Trans>}>{anew}</EmptyState>
      </Card>
    )
  }
  if (analysis.state === 'failed') {
    return (
      <Card>
        <EmptyState sentence={analysis.error || t`This analysis failed.`}>{anew}</EmptyState>
      </Card>
    )
  }
  return (
    <Card>
      <div className={css.progress} role="status">
        <p className="strong" style={{ margin: 0 }}>
          {analysis.state === 'waiting' ? t`Waiting for its turn` : words.step(analysis.step)}
        </p>
        <progress value={analysis.progress} max={100} aria-label={t`How far the analysis has come`} />
        <p className="muted small" style={{ margin: 0 }}>
          <Trans>You can leave this page: it goes on, and is here when you come back.</Trans>
        </p>
        <div className="row">
          <Button busy={cancel.isPending} onClick={() => cancel.mutate(analysis.id)}>
            <Trans>Stop</Trans>
          </Button>
        </div>
        {cancel.error && <ErrorState error={cancel.error} />}
      </div>
    </Card>
  )
}
