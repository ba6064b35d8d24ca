import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import type { Draft } from './useDraft'

/** Whether what is on the screen is stored. What is wrong with a field is said at the field. */
export function SaveMark({ draft }: { draft: Draft }) {
  const { i18n } = useLingui()
  const format = useFormat()
  const { state } = draft
  if (state.is === 'failed') {
    const atFields = Object.keys(draft.errors).some((id) => id !== '')
    return (
      <span className="row worse small" role="alert">
        <span>{atFields ? <Trans>Not saved: see below</Trans> : explain(i18n, state.error)}</span>
        {!atFields && (
          <Button kind="quiet" onClick={() => void draft.autosave.flush()}>
            <Trans>Try again</Trans>
          </Button>
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
