import { useQueryClient } from '@tanstack/react-query'
import { useDraft as useAnyDraft } from '../../core/useDraft'
import type { Content, Definition } from './definition'
import { load, putSurvey, storedOf, surveyKeys, type Tagged } from './queries'
import { sameShape } from './shape'

/** A survey on the screen. */
export function useDraft(stored: Tagged) {
  const client = useQueryClient()
  const { id } = stored.data
  const draft = useAnyDraft<Tagged, Content>({
    stored,
    of: storedOf,
    load: () => load(id),
    put: async (content, tag) => {
      const next = await putSurvey(id, tag, content)
      client.setQueryData(surveyKeys.one(id), next)
      return next.tag
    },
    isTyping: sameShape,
  })
  const edit = (change: (definition: Definition) => Definition) =>
    draft.edit((now) => {
      const before = now.definition ?? { questions: [] }
      const after = change(before)
      return after === before ? now : { ...now, definition: after }
    })
  return {
    ...draft,
    definition: draft.content.definition ?? { questions: [] },
    edit,
    rename: (name: string) => draft.edit((now) => ({ ...now, name })),
  }
}

export type Draft = ReturnType<typeof useDraft>
