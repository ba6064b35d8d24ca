import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { useToasts } from '../../../components/feedback/Toasts'
import { explain } from '../../../words/problems'
import { docOf, type Edit, type Journey, loadJourney, type MapDoc, sendEdits, useJourneyCalls } from '../queries'

/** What can be done with a whole journey. One that was deleted can be drawn again, all of it. */
export function useJourneyDeeds() {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const calls = useJourneyCalls()
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  const bringBack = async (was: Journey, map: MapDoc) => {
    const { name, segment, customers } = was
    const made = await calls.create.mutateAsync({ name, segment, customers })
    const edits = drawAgain(map)
    for (let from = 0; from < edits.length; from += 200) await sendEdits(made.id, edits.slice(from, from + 200))
    await router.navigate({ href: `/journeys/${made.id}` })
  }
  return {
    remove: async (of: Journey) => {
      try {
        const whole = await loadJourney(of.id)
        await router.navigate({ href: '/journeys' })
        await calls.remove.mutateAsync(of.id)
        toasts.show(t`“${of.name}” is deleted`, { undo: () => void bringBack(of, docOf(whole.map)).catch(failed) })
      } catch (error) {
        failed(error)
      }
    },
  }
}

/** The edits that draw a map on an empty one. */
export function drawAgain(map: MapDoc): Edit[] {
  return [
    ...map.stages.map(
      (s, at): Edit => ({ op: 'add_stage', id: s.id, after: map.stages[at - 1]?.id ?? '', set: { ...s } }),
    ),
    ...map.cards.map(
      (c, at): Edit => ({
        op: 'add_card',
        id: c.id,
        after: map.cards[at - 1]?.id ?? '',
        stage: c.stage,
        lane: c.lane,
        set: { ...c },
      }),
    ),
    { op: 'set_map', set: { contributors: map.contributors, questions: map.questions } },
  ]
}
