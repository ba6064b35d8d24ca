import { useQueryClient } from '@tanstack/react-query'
import { useDraft } from '../../core/useDraft'
import { storable } from './choices'
import { type Answers, guideKeys, loadAnswers, putAnswers, type Tagged } from './queries'

const storedOf = ({ data, tag }: Tagged) => ({ content: data.answers as Answers, tag })

/** The answers on the screen. */
export function useAnswersDraft(stored: Tagged) {
  const client = useQueryClient()
  const { autosave, content, state, edit } = useDraft<Tagged, Answers>({
    stored,
    of: storedOf,
    load: loadAnswers,
    put: async (answers, tag) => {
      const next = await putAnswers(storable(answers), tag)
      client.setQueryData(guideKeys.answers, next)
      return next.tag
    },
  })
  return {
    answers: content,
    state,
    tag: autosave.currentTag(),
    edit: (patch: Partial<Answers>) => edit((now) => ({ ...now, ...patch })),
    flush: autosave.flush,
    takeTheirs: autosave.takeTheirs,
    keepMine: autosave.keepMine,
  }
}

export type AnswersDraft = ReturnType<typeof useAnswersDraft>
