import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { asProblem } from '../../api/problem'
import { Autosave, type Stored } from '../../core/autosave'
import { History } from '../../core/history'
import { bodyOf, type Content, contentOf, errorsOf, isTyping } from './draft'
import { loadPromise, promiseKeys, putPromise, type Tagged } from './queries'

const storedOf = ({ data, tag }: Tagged): Stored<Content> => ({ content: contentOf(data), tag })

/** The draft on the screen: it saves itself, every change can be taken back, and nobody's work is written over. */
export function useDraft(stored: Tagged) {
  const client = useQueryClient()
  const { id } = stored.data
  const [autosave] = useState(
    () =>
      new Autosave<Content>(storedOf(stored), {
        load: async () => storedOf(await loadPromise(id)),
        put: async (content, tag) => {
          const next = await putPromise(id, tag, bodyOf(content))
          client.setQueryData(promiseKeys.one(id), next)
          void client.invalidateQueries({ queryKey: promiseKeys.all, exact: true })
          void client.invalidateQueries({ queryKey: ['figures', 'kept', id] })
          return next.tag
        },
      }),
  )
  const { content, state } = useSyncExternalStore(autosave.subscribe, autosave.snapshot)
  const [history] = useState(() => new History<Content>(undefined, undefined, isTyping))
  useEffect(() => autosave.adopt(storedOf(stored)), [autosave, stored])
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
  const edit = (change: (now: Content) => Content) =>
    autosave.edit((now) => {
      const next = change(now)
      if (next !== now) history.note(now, next)
      return next
    })
  const problem = state.is === 'failed' ? asProblem(state.error) : null
  return {
    autosave,
    content,
    state,
    /** What the last saving was refused for, by the ids of the fields. */
    errors: problem?.status === 422 ? errorsOf(content, problem.errors) : {},
    edit,
    undo: () => autosave.edit((now) => history.undo(now) ?? now),
    redo: () => autosave.edit((now) => history.redo(now) ?? now),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  }
}

export type Draft = ReturnType<typeof useDraft>
