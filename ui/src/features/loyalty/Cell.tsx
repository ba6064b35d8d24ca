import { Trans } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import css from './loyalty.module.css'
import type { Interval } from './queries'

/** A figure with its interval under it, or that there are too few. */
export function Cell({
  of,
  say,
  word,
}: {
  of?: Interval
  say: (i: Interval) => readonly (string | undefined)[]
  /** What it is, said on phones, where it stands without its heading. */
  word?: string
}) {
  if (!of)
    return (
      <span className="muted small">
        {word && <span className="phone-only">{word}: </span>}
        <Trans>too few</Trans>
      </span>
    )
  const [value, range] = say(of)
  return (
    <span className={css.cell}>
      <span>
        {word && <span className="phone-only second small">{word} </span>}
        <b>{value}</b>
      </span>
      <span className="second small nowrap">{range}</span>
    </span>
  )
}

/** How many customers, with its n on phones. */
export function Count({ n }: { n: number }) {
  const format = useFormat()
  return (
    <span className="nowrap">
      <span className="phone-only">n </span>
      {format.count(n)}
    </span>
  )
}

/** A number with its word on phones. */
export function Worded({ n, word }: { n: number; word: string }) {
  const format = useFormat()
  return (
    <span className="nowrap">
      {format.count(n)} <span className="phone-only">{word}</span>
    </span>
  )
}
