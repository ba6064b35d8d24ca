import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Autosave } from '../../core/autosave'
import { storable } from './choices'
import { type Answers, guideKeys, loadAnswers, putAnswers, type Tagged } from './queries'

const storedOf = ({ data, tag }: Tagged) => ({ content: data.answers as Answers, tag })

/** The answers on the screen, which save themselves. What is answered elsewhere appears while nothing here is unsaved. */
export function useAnswersDraft(stored: Tagged) {
  const client = useQueryClient()
  const [autosave] = useState(
    () =>
      new Autosave<Answers>(storedOf(stored), {
        load: async () => storedOf(await loadAnswers()),
        put: async (content, tag) => {
          const next = await putAnswers(storable(content), tag)
          client.setQueryData(guideKeys.answers, next)
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
  return {
    answers: content,
    state,
    tag: autosave.currentTag(),
    edit: (patch: Partial<Answers>) => autosave.edit((now) => ({ ...now, ...patch })),
    flush: autosave.flush,
    takeTheirs: autosave.takeTheirs,
    keepMine: autosave.keepMine,
  }
}

export type AnswersDraft = ReturnType<typeof useAnswersDraft>
