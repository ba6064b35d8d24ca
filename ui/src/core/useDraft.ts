import { useEffect, useState, useSyncExternalStore } from 'react'
import { Autosave, type Stored } from './autosave'
import { History } from './history'

/**
 * Something on the screen that saves itself. Every change can be taken back, nobody's work is written over, what others change
 * appears while nothing here is unsaved, and nothing is lost when the page is left.
 */
export function useDraft<T, C>({
  stored,
  of,
  load,
  put,
  isTyping,
}: {
  /** As it was fetched; the same one until it is fetched anew. */
  stored: T
  of: (stored: T) => Stored<C>
  load: () => Promise<T>
  put: (content: C, tag: string) => Promise<string>
  /** Whether a change is one of typing, whose quick steps are taken back together; all are where it isn't said. */
  isTyping?: (before: C, after: C) => boolean
}) {
  const [autosave] = useState(() => new Autosave<C>(of(stored), { load: async () => of(await load()), put }))
  const [history] = useState(() => new History<C>(undefined, undefined, isTyping))
  const { content, state } = useSyncExternalStore(autosave.subscribe, autosave.snapshot)
  useEffect(() => autosave.adopt(of(stored)), [autosave, stored, of])
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (autosave.snapshot().state.is === 'saved') return
      void autosave.flush()
      event.preventDefault()
    }
    window.addEventListener('beforeunload', leave)
    return () => {
      window.removeEventListener('beforeunload', leave)
      void autosave.flush()
    }
  }, [autosave])
  const edit = (change: (now: C) => C) =>
    autosave.edit((now) => {
      const next = change(now)
      if (next !== now) history.note(now, next)
      return next
    })
  return {
    autosave,
    content,
    state,
    edit,
    undo: () => autosave.edit((now) => history.undo(now) ?? now),
    redo: () => autosave.edit((now) => history.redo(now) ?? now),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  }
}
