import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import type { Look } from './queries'
import css from './roster.module.css'

/** Rows by outcome, large. */
export function Counts({ counts }: { counts: Look['counts'] }) {
  const { t } = useLingui()
  const format = useFormat()
  const all: [number, string][] = [
    [counts.new, t`new`],
    [counts.changed, t`changed`],
    [counts.known, t`known, unchanged`],
    [counts.refused, t`refused`],
  ]
  return (
    <dl className={css.counts}>
      {all.map(([n, word]) => (
        <div key={word}>
          <dd className={n === 0 ? 'muted' : undefined}>{format.count(n)}</dd>
          <dt className="muted small">{word}</dt>
        </div>
      ))}
    </dl>
  )
}
