import { Trans, useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import { AppLink } from '../AppLink'
import { type Domain, place } from '../figure/scale'
import css from './charts.module.css'

export type Bar = {
  key: string
  label: string
  href?: string
  value: number
  low: number
  high: number
  n: number
  too_few: boolean
  /** Where answers are counted: how often this one was given. It stands beside the share, and for it when n is too small. */
  count?: number
}

/** Shares or counts by category from a common zero, each with its interval as a whisker. Order is the caller's. */
export function Bars({
  label,
  bars,
  unit,
  domain,
}: {
  label: string
  bars: readonly Bar[]
  unit: string
  domain?: Domain
}) {
  const { t } = useLingui()
  const format = useFormat()
  const scale: Domain = domain ?? [0, Math.max(1, ...bars.map((bar) => bar.high))]
  return (
    <ul className={css.bars} aria-label={label}>
      {bars.map((bar) => {
        const n = format.count(bar.n)
        return (
          <li key={bar.key} className={css.bar}>
            {bar.href ? (
              <AppLink className="ellipsis" href={bar.href}>
                {bar.label}
              </AppLink>
            ) : (
              <span className="ellipsis">{bar.label}</span>
            )}
            <span
              className={css.track}
              role="img"
              aria-label={t`95 % interval ${format.interval(bar.low, bar.high, unit)}`}
            >
              <span
                className={css.fill}
                data-few={bar.too_few ? '' : undefined}
                style={{ width: `${place(bar.value, scale)}%` }}
              />
              {!bar.too_few && (
                <span
                  className={css.whisker}
                  style={{
                    left: `${place(bar.low, scale)}%`,
                    width: `${place(bar.high, scale) - place(bar.low, scale)}%`,
                  }}
                />
              )}
            </span>
            <span className="nowrap">
              {bar.count !== undefined && <b>{format.count(bar.count)} </b>}
              {bar.count !== undefined ? (
                <span className="muted small">{bar.too_few ? '' : format.withUnit(bar.value, unit)}</span>
              ) : bar.too_few ? (
                <span className="muted">
                  <Trans>too few</Trans>
                </span>
              ) : (
                <b>{format.withUnit(bar.value, unit)}</b>
              )}{' '}
              {bar.count === undefined && <span className="muted small">n {n}</span>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
