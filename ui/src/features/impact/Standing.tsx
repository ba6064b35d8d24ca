import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Ranking, useImpactCalls } from './queries'

/** How old the measurement is, whether it still holds, and a way to have it reckoned anew. */
export function Standing({ standing, filtered }: { standing: Ranking['standing']; filtered?: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const calls = useImpactCalls()
  const may = useMay('impact.write')
  const at = standing.at ? format.dateTime(standing.at) : ''
  const [done, of] = [format.count(standing.done), format.count(standing.of)]
  return (
    <div className="row wrap small" role="status" aria-live="polite">
      {filtered ? (
        <span className="muted">
          <Trans>Reckoned now for this filter; not kept</Trans>
        </span>
      ) : standing.running ? (
        <span className="muted">{standing.of > 0 ? t`Reckoning: ${done} of ${of} areas` : t`Reckoning…`}</span>
      ) : at ? (
        <span className={standing.stale ? 'soon' : 'muted'}>
          {standing.stale ? t`Measured ${at}; data or statements have moved since` : t`Measured ${at}`}
        </span>
      ) : null}
      {standing.failed && <span className="soon">{standing.failed}</span>}
      {may && !filtered && !standing.running && (standing.stale || standing.failed) && (
        <Button busy={calls.reckon.isPending} onClick={() => calls.reckon.mutate()}>
          <Trans>Reckon anew</Trans>
        </Button>
      )}
    </div>
  )
}
