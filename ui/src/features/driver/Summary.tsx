import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { Card } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import css from './driver.module.css'
import { answered, signalsOf } from './leads'
import type { Analysis, Note, Side } from './queries'
import { useDriverWords } from './words'

/** How much the measures explain together, of how many rows, and what must be read with it. */
export function Summary({
  analysis,
  names,
  onLeaveOut,
}: {
  analysis: Analysis
  names: readonly string[]
  onLeaveOut: (keys: readonly string[]) => void
}) {
  const { t } = useLingui()
  const sides = analysis.result?.sides ?? []
  const overlap = analysis.result?.overlap ?? 0
  const refused = sides.flatMap((side, at) => (side.refused ? [{ note: side.refused, name: names[at] ?? '' }] : []))
  const warnings = sides.flatMap((side, at) =>
    [...side.warnings, ...(side.no_contrast ? [side.no_contrast] : [])].map((note) => ({
      note,
      name: names[at] ?? '',
    })),
  )
  return (
    <Card title={t`What they explain together`}>
      <div className={css.summary}>
        <div className={css.sums}>
          {sides.map((side, at) =>
            side.refused ? null : <Sum key={side.where ?? ''} side={side} analysis={analysis} name={names[at] ?? ''} />,
          )}
        </div>
        {refused.map(({ note, name }) => (
          <Notice key={name + note.code} tone="worse" icon="warning">
            <Said note={note} name={name} onLeaveOut={onLeaveOut} />
          </Notice>
        ))}
        {overlap > 0 && (
          <Notice tone="soon" icon="warning">
            <Plural
              value={overlap}
              one="One row is on both sides: their difference is only a hint."
              other="# rows are on both sides: their differences are only a hint."
            />
          </Notice>
        )}
        <ul className={css.warnings} aria-label={t`To be read with it`}>
          <li>
            <Trans>
              This is association, not cause: a measure that shares a cause with the outcome looks like a driver. What a
              change does is shown by making it.
            </Trans>
          </li>
          {warnings.map(({ note, name }) => (
            <li key={name + note.code + note.message}>
              {name && `${name}: `}
              {note.message}
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

function Sum({ side, analysis, name }: { side: Side; analysis: Analysis; name: string }) {
  const format = useFormat()
  const words = useDriverWords(analysis)
  const { outcome } = words
  return (
    <div className={css.sum}>
      {name && <h3 className={css.sideName}>{name}</h3>}
      <p>
        <b>{words.percent(side.r2.value)}</b> <span className="muted">{words.between(side.r2)}</span>
      </p>
      <p className="second">
        <Trans>of the differences in {outcome} go along with these measures (R²)</Trans>
      </p>
      <p className="muted small">
        <AppLink href={signalsOf(analysis.wish, side.where, answered(analysis.wish.outcome))}>
          <Trans>
            n {format.count(side.n)} of {format.count(side.rows)} responses and contacts
          </Trans>
        </AppLink>
      </p>
    </div>
  )
}

function Said({ note, name, onLeaveOut }: { note: Note; name: string; onLeaveOut: (keys: readonly string[]) => void }) {
  const about = note.about ?? []
  // Of two that are one measure, or of several that hang together, one has to go; the others stay.
  const out =
    note.code === 'duplicate_drivers' ? about.slice(-1) : note.code === 'collinear' ? about.slice(0, 1) : about
  return (
    <>
      <p style={{ margin: 0 }}>
        {name && `${name}: `}
        {note.message}
      </p>
      {out.length > 0 && (
        <Button onClick={() => onLeaveOut(out)}>
          <Plural value={out.length} one="Leave it out" other="Leave them out" />
        </Button>
      )}
    </>
  )
}
