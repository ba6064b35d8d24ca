import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import type { AnswersDraft } from './useAnswersDraft'

/** Whether the answers on the screen are stored, and what to do where they aren't. */
export function SaveLine({ draft }: { draft: AnswersDraft }) {
  const { i18n } = useLingui()
  const format = useFormat()
  const { state } = draft
  if (state.is === 'failed' || state.is === 'conflict') return null
  const time = state.is === 'saved' && state.at ? format.time(state.at) : ''
  return (
    <span className="muted small nowrap" role="status" lang={i18n.locale}>
      {state.is !== 'saved' ? <Trans>Saving…</Trans> : time ? <Trans>Saved {time}</Trans> : null}
    </span>
  )
}

/** What keeps the answers from being stored. */
export function SaveTrouble({ draft }: { draft: AnswersDraft }) {
  const { i18n } = useLingui()
  const { state } = draft
  if (state.is === 'failed') {
    const why = explain(i18n, state.error)
    return (
      <div role="alert">
        <Notice tone="worse" icon="warning">
          <Trans>Not saved yet: {why}</Trans>{' '}
          <Button kind="quiet" onClick={() => void draft.flush()}>
            <Trans>Try again</Trans>
          </Button>
        </Notice>
      </div>
    )
  }
  if (state.is !== 'conflict') return null
  return (
    <div role="alert">
      <Notice tone="soon" icon="warning">
        <p>
          <Trans>Somebody answered elsewhere meanwhile. Which answers shall stay?</Trans>
        </p>
        <div className="row wrap" style={{ marginTop: 8 }}>
          <Button onClick={draft.takeTheirs}>
            <Trans>Theirs</Trans>
          </Button>
          <Button onClick={() => void draft.keepMine()}>
            <Trans>Those on this screen</Trans>
          </Button>
        </div>
      </Notice>
    </div>
  )
}
