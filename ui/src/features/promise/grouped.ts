import type { BrandPromise } from './queries'

/** What is promised by one brand to one kind of customers: now, perhaps soon, and before. */
export type Group = {
  key: string
  brand: string
  segment: string
  now?: BrandPromise
  drafts: BrandPromise[]
  past: BrandPromise[]
}

const fold = (text: string | undefined) => (text ?? '').trim().toLocaleLowerCase()

/** Promises by brand and segment: first where one is in force, then where one is being written, then where none is left. */
export function grouped(all: readonly BrandPromise[]): Group[] {
  const groups = new Map<string, Group>()
  for (const p of all) {
    const key = `${fold(p.brand)}\n${fold(p.segment)}`
    const group = groups.get(key) ?? { key, brand: p.brand ?? '', segment: p.segment ?? '', drafts: [], past: [] }
    groups.set(key, group)
    if (p.state === 'in_force') group.now = p
    else if (p.state === 'draft') group.drafts.push(p)
    else group.past.push(p)
  }
  const rank = (g: Group) => (g.now ? 0 : g.drafts.length > 0 ? 1 : 2)
  for (const g of groups.values()) g.past.sort((a, b) => (b.in_force_at ?? '').localeCompare(a.in_force_at ?? ''))
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || a.key.localeCompare(b.key))
}
