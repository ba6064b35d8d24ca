import { Trans } from '@lingui/react/macro'
import type { FigureView } from '../../components/filter/useFigureView'
import { useFormat } from '../../words/i18n'

/** Says why a period stands that nobody chose, where it isn't the one a person would expect. */
export function WhyThisPeriod({ view }: { view: FigureView }) {
  const format = useFormat()
  if (!view.ready || !view.latest?.at || view.why === null || view.why === 'recent') return null
  const day = format.date(view.latest.at)
  return (
    <p className="muted small">
      {view.why === 'past' ? (
        <Trans>The latest signal is of {day}: the twelve months to it are shown.</Trans>
      ) : (
        <Trans>The twelve months to {day} hold too few signals to score: all time is shown.</Trans>
      )}
    </p>
  )
}
