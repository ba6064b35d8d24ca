import { Plural, useLingui } from '@lingui/react/macro'
import type { Figures } from '../../core/metrics'
import css from './view.module.css'

/** How many comparisons were made at once and what is left of them: the more are made, the more differ by chance alone. */
export function ComparedNote({ figures, against }: { figures: Figures; against: string }) {
  const { t } = useLingui()
  const made = figures.compared
  if (!made || !against || made.count === 0) return null
  const { alone, clear, count } = made
  return (
    <p className={`${css.note} second small`}>
      {count === 1 ? (
        t`One comparison with ${against}.`
      ) : (
        <>
          {t`${count} comparisons with ${against} at once:`}{' '}
          <b>
            <Plural
              value={clear}
              _0="none differs by more than noise"
              one="one differs by more than noise"
              other="# differ by more than noise"
            />
          </b>
          {alone > clear && (
            <>
              {' '}
              <Plural
                value={alone}
                one="(one would if it were the only comparison)"
                other="(# would if each were the only comparison)"
              />
            </>
          )}
          {'.'}
        </>
      )}
    </p>
  )
}
