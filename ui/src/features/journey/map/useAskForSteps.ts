import { useLingui } from '@lingui/react/macro'
import { type RefObject, useEffect } from 'react'
import { useToasts } from '../../../components/feedback/Toasts'
import type { Card } from '../queries'
import type { Shown } from './store'

/** Asks which steps a card takes that was added here and turns out to be more than one event. */
export function useAskForSteps(shown: Shown, added: RefObject<Set<string>>, ask: (card: Card) => void): void {
  const { t } = useLingui()
  const toasts = useToasts()
  const { findings, map } = shown
  useEffect(() => {
    for (const f of findings) {
      if (f.rule !== 'one_event' || !f.card || !added.current.delete(f.card)) continue
      const card = map.cards.find((c) => c.id === f.card)
      if (card) toasts.show(f.text, { action: { label: t`Which steps does this take?`, run: () => ask(card) } })
    }
  }, [findings, map, added, ask, toasts, t])
}
