import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Figures } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import css from './view.module.css'

/** What the limit of rows leaves out, in one figure where that can be made. */
export function Beyond({ figures, shown, onMore }: { figures: Figures; shown: number; onMore?: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const hidden = (figures.groups ?? 0) - shown
  if (hidden <= 0) return null
  const count = format.count(hidden)
  const others = figures.others
  const figure =
    others && !others.too_few && others.value !== null
      ? `${format.withUnit(others.value, figures.metric.unit)} (${format.range(others.low, others.high, figures.metric.unit)}), n ${format.count(others.n)}`
      : ''
  const said: ReactNode = figure ? t`${count} others together: ${figure}` : t`${count} others are not shown.`
  return (
    <p className={`${css.note} second small`}>
      {said}{' '}
      {onMore && (
        <button type="button" className={`${css.more} no-print`} onClick={onMore}>
          <Trans>Show others</Trans>
        </button>
      )}
    </p>
  )
}
