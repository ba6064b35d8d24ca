import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import { type Gap, gapsOf } from './places'
import { closeSurvey, publishSurvey, reopenSurvey, type Survey, surveyKeys, type Tagged } from './queries'
import type { Draft } from './useDraft'

/** Publishing, closing and opening again. Publishing saves first, and publishes only what was seen. */
export function useDeeds(survey: Survey, draft: Draft, on: { onGaps: (gaps: Gap[]) => void; onPublished: () => void }) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const toasts = useToasts()
  const [busy, setBusy] = useState(false)

  const settle = (next: Tagged) => {
    client.setQueryData(surveyKeys.one(survey.id), next)
    void client.invalidateQueries({ queryKey: surveyKeys.all })
    void client.invalidateQueries({ queryKey: surveyKeys.results(survey.id) })
  }
  const attempt = async (deed: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    try {
      await deed()
    } catch (error) {
      const problem = asProblem(error)
      const gaps = problem?.status === 422 ? gapsOf(draft.definition, problem.errors) : []
      if (gaps.length > 0) on.onGaps(gaps)
      else toasts.show(explain(i18n, error), { tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }
  const publish = () =>
    void attempt(async () => {
      // What could not be saved is said beside the save mark, with the way on.
      if (!(await draft.autosave.flush())) return
      const next = await publishSurvey(survey.id, draft.autosave.currentTag())
      draft.autosave.adopt({ content: draft.content, tag: next.tag })
      settle(next)
      on.onGaps([])
      toasts.show(t`Version ${next.data.version} is open for answers`)
      on.onPublished()
    })
  const reopen = () =>
    void attempt(async () => {
      settle(await reopenSurvey(survey.id))
      toasts.show(t`The survey takes answers again`)
    })
  const close = () =>
    void attempt(async () => {
      settle(await closeSurvey(survey.id))
      toasts.show(t`Closed: nobody can answer any more`, {
        undo: () => void attempt(async () => settle(await reopenSurvey(survey.id))),
      })
    })
  return { publish, close, reopen, busy }
}

export type Deeds = ReturnType<typeof useDeeds>
