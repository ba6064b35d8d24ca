import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import css from './survey.module.css'
import type { Draft } from './useDraft'

/** Whether what is on the screen is stored. */
export function SaveMark({ draft }: { draft: Draft }) {
  const { i18n } = useLingui()
  const format = useFormat()
  const { state } = draft
  if (state.is === 'failed') {
    return (
      <span className={css.notSaved} role="alert">
        <Icon name="warning" small />
        <span className="ellipsis">
          <Trans>Not saved:</Trans> {explain(i18n, state.error)}
        </span>
        <Button kind="quiet" onClick={() => void draft.autosave.flush()}>
          <Trans>Try again</Trans>
        </Button>
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
