import { Trans } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import css from './figure.module.css'
import type { Estimate } from './scale'

/** A number with its unit, never coloured: the comparison beside it carries the judgement. */
export function Figure({ figure, unit, size }: { figure: Estimate; unit: string; size?: 'medium' }) {
  const format = useFormat()
  if (figure.n === 0 || figure.too_few) {
    return (
      <span className={css.figure} data-few="">
        {figure.n === 0 ? <Trans>No answers</Trans> : <Trans>Too few</Trans>}
      </span>
    )
  }
  return (
    <span className={css.figure} data-size={size}>
      {format.value(figure.value, unit)}
      {format.suffix(unit) && (
        <small>
          {'\u00a0'}
          {format.suffix(unit)}
        </small>
      )}
    </span>
  )
}
