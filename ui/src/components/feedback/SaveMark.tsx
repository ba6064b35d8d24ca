import { Trans, useLingui } from '@lingui/react/macro'
import type { SaveState } from '../../core/autosave'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { Button } from '../Button'
import { Icon } from '../Icon'
import css from './feedback.module.css'

/** Whether what is on the screen is stored. */
export function SaveMark({
  state,
  below = false,
  onRetry,
}: {
  state: SaveState<unknown>
  /** What is wrong is said at the fields. */
  below?: boolean
  onRetry: () => void
}) {
  const { i18n } = useLingui()
  const format = useFormat()
  if (state.is === 'failed') {
    return (
      <span className={css.notSaved} role="alert">
        <Icon name="warning" small />
        {below ? (
          <Trans>Not saved: see below</Trans>
        ) : (
          <>
            <span className="ellipsis">
              <Trans>Not saved:</Trans> {explain(i18n, state.error)}
            </span>
            <Button kind="quiet" onClick={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          </>
        )}
      </span>
    )
  }
  const time = state.is === 'saved' && state.at ? format.time(state.at) : ''
  return (
    <span className="muted small nowrap" role="status">
      {state.is === 'saved' ? (
        time ? (
          <Trans>Saved {time}</Trans>
        ) : null
      ) : state.is === 'conflict' ? (
        <Trans>Not saved</Trans>
      ) : (
        <Trans>Saving…</Trans>
      )}
    </span>
  )
}
