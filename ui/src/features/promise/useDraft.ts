import { useQueryClient } from '@tanstack/react-query'
import { asProblem } from '../../api/problem'
import type { Stored } from '../../core/autosave'
import { useDraft as useAnyDraft } from '../../core/useDraft'
import { bodyOf, type Content, contentOf, errorsOf, isTyping } from './draft'
import { loadPromise, promiseKeys, putPromise, type Tagged } from './queries'

const storedOf = ({ data, tag }: Tagged): Stored<Content> => ({ content: contentOf(data), tag })

/** A promise on the screen, and what the last saving was refused for. */
export function useDraft(stored: Tagged) {
  const client = useQueryClient()
  const { id } = stored.data
  const draft = useAnyDraft<Tagged, Content>({
    stored,
    of: storedOf,
    load: () => loadPromise(id),
    put: async (content, tag) => {
      const next = await putPromise(id, tag, bodyOf(content))
      client.setQueryData(promiseKeys.one(id), next)
      void client.invalidateQueries({ queryKey: promiseKeys.all, exact: true })
      void client.invalidateQueries({ queryKey: ['figures', 'kept', id] })
      return next.tag
    },
    isTyping,
  })
  const problem = draft.state.is === 'failed' ? asProblem(draft.state.error) : null
  /** By the ids of the fields. */
  const errors = problem?.status === 422 ? errorsOf(draft.content, problem.errors) : {}
  return { ...draft, errors }
}

export type Draft = ReturnType<typeof useDraft>
