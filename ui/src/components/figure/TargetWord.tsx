import { Trans, useLingui } from '@lingui/react/macro'
import type { FigureRow } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import css from './figure.module.css'

export type Target = NonNullable<FigureRow['target']>

/** "Target 60.0 %: met". The verdict comes from the whole interval, so there are three. */
export function TargetWord({ target, unit, short }: { target: Target; unit: string; short?: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = { met: t`met`, not_met: t`not met`, unclear: t`can’t tell`, too_few: t`too few answers` }
  const tone = target.verdict === 'met' ? 'better' : target.verdict === 'not_met' ? 'worse' : 'muted'
  const value = format.withUnit(target.value, unit)
  const verdict = words[target.verdict]
  if (short) {
    return (
      <span className="nowrap">
        {value} <span className={tone}>{verdict}</span>
      </span>
    )
  }
  const of = target.unit_name
  return (
    <span className={css.change}>
      <span>
        {of ? (
          <Trans>
            Target of {of}: {value}
          </Trans>
        ) : (
          <Trans>Target {value}</Trans>
        )}
        {' · '}
        <b className={tone}>{verdict}</b>
        {target.moved && (
          <span className="muted">
            {' '}
            <Trans>(it changed within this period)</Trans>
          </span>
        )}
      </span>
    </span>
  )
}
