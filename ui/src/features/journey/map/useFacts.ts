import { useMemo, useRef } from 'react'
import type { Difference, Finding, MapComment } from '../queries'
import type { MapLive } from './live'
import type { CardFacts, Mark } from './MapCard'

type Here = { holding?: string; name: string }

/** What stands on each card beside what it is: rules, comments, who holds it, what is heard. Alike facts stay the same object. */
export function useFacts(of: {
  findings: readonly Finding[]
  comments?: readonly MapComment[]
  people?: readonly Here[]
  differences?: readonly Difference[]
  live?: MapLive
}): ReadonlyMap<string, CardFacts> {
  const { findings, comments, people, differences, live } = of
  const kept = useRef<ReadonlyMap<string, CardFacts>>(new Map())
  return useMemo(() => {
    const all = new Map<string, CardFacts>()
    const on = (id: string): CardFacts => {
      const known = all.get(id) ?? {}
      all.set(id, known)
      return known
    }
    for (const f of findings) if (f.card && !f.waived) on(f.card).broken = (on(f.card).broken ?? 0) + 1
    for (const c of comments ?? []) if (c.part && !c.settled_at) on(c.part).comments = (on(c.part).comments ?? 0) + 1
    for (const p of people ?? []) {
      if (!p.holding) continue
      const id = p.holding.replace(/^card:/, '')
      on(id).held = [on(id).held, p.name].filter(Boolean).join('\n')
    }
    for (const d of differences ?? []) {
      if (d.what === 'card' && d.kind !== 'taken_out') on(d.id).mark = d.kind as Mark
    }
    for (const [id, one] of live?.cards ?? []) on(id).live = one
    const next = new Map<string, CardFacts>()
    for (const [id, facts] of all) {
      const was = kept.current.get(id)
      next.set(id, was && sameFacts(was, facts) ? was : facts)
    }
    kept.current = next
    return next
  }, [findings, comments, people, differences, live])
}

const sameFacts = (a: CardFacts, b: CardFacts) =>
  a.broken === b.broken && a.comments === b.comments && a.held === b.held && a.mark === b.mark && a.live === b.live
