import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Autosave } from '../../core/autosave'
import { History } from '../../core/history'
import type { Content, Definition } from './definition'
import { loadStored, putSurvey, storedOf, surveyKeys, type Tagged } from './queries'
import { sameShape } from './shape'

/** The draft on the screen, which saves itself. What others change appears while nothing here is unsaved. */
export function useDraft(stored: Tagged) {
  const client = useQueryClient()
  const id = stored.data.id
  const [autosave] = useState(
    () =>
      new Autosave<Content>(storedOf(stored), {
        load: () => loadStored(id),
        put: async (content, tag) => {
          const next = await putSurvey(id, tag, content)
          client.setQueryData(surveyKeys.one(id), next)
          return next.tag
        },
      }),
  )
  const { content, state } = useSyncExternalStore(autosave.subscribe, autosave.snapshot)
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
  const [history] = useState(() => new History<Content>(undefined, undefined, sameShape))
  const become = (change: (now: Content) => Content) =>
    autosave.edit((now) => {
      const next = change(now)
      if (next !== now) history.note(now, next)
      return next
    })
  const edit = (change: (definition: Definition) => Definition) =>
    become((now) => {
      const before = now.definition ?? { questions: [] }
      const after = change(before)
      return after === before ? now : { ...now, definition: after }
    })
  const rename = (name: string) => become((now) => ({ ...now, name }))
  const undo = () => autosave.edit((now) => history.undo(now) ?? now)
  const redo = () => autosave.edit((now) => history.redo(now) ?? now)
  return {
    autosave,
    content,
    definition: content.definition ?? { questions: [] },
    state,
    edit,
    rename,
    undo,
    redo,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  }
}

export type Draft = ReturnType<typeof useDraft>
