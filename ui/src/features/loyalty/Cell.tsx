import { Trans } from '@lingui/react/macro'
import css from './loyalty.module.css'
import type { Interval } from './queries'

/** A figure with its interval under it, or that there are too few. */
export function Cell({ of, say }: { of?: Interval; say: (i: Interval) => readonly (string | undefined)[] }) {
  if (!of)
    return (
      <span className="muted small">
        <Trans>too few</Trans>
      </span>
    )
  const [value, range] = say(of)
  return (
    <span className={css.cell}>
      <b>{value}</b>
      <span className="second small nowrap">{range}</span>
    </span>
  )
}
