import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Button } from '../../components/Button'
import type { Draft } from './useDraft'

/** Undo and redo, by button and by Ctrl or Cmd with Z. In a field the browser's own undo does what it always does. */
export function Steps({ draft }: { draft: Draft }) {
  const { t } = useLingui()
  const latest = useRef(draft)
  latest.current = draft
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const field = (event.target as Element | null)?.closest?.('input,textarea,[contenteditable]')
      const key = event.key.toLowerCase()
      const redo = key === 'y' || (key === 'z' && event.shiftKey)
      if (field || (key !== 'z' && !redo)) return
      event.preventDefault()
      if (redo) latest.current.redo()
      else latest.current.undo()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <Button kind="quiet" square icon="undo" disabled={!draft.canUndo} title={t`Ctrl Z`} onClick={draft.undo}>
        {t`Undo`}
      </Button>
      <Button kind="quiet" square icon="redo" disabled={!draft.canRedo} title={t`Ctrl Shift Z`} onClick={draft.redo}>
        {t`Redo`}
      </Button>
    </>
  )
}
