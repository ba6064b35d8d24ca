import { Trans } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import css from './importing.module.css'
import type { SavedMapping } from './queries'

/** Says which saved mapping fitted the file, and how to do without it. */
export function SavedNotice({ saved, onGuess }: { saved: SavedMapping; onGuess: (() => void) | undefined }) {
  return (
    <Notice>
      <div className={css.savedNotice}>
        <span>
          <Trans>
            The saved mapping <b>{saved.name}</b>, version {saved.version}, fits this file and is used.
          </Trans>
        </span>
        {onGuess && (
          <Button kind="quiet" icon="undo" onClick={onGuess}>
            <Trans>Use what the columns suggest</Trans>
          </Button>
        )}
      </div>
    </Notice>
  )
}
