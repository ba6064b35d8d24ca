/** The hierarchy of units as lists that screens can draw. */

type Node = { id: string; name: string; parent?: string }
type Compare = (a: string, b: string) => number

/**
 * Every unit once, each followed by those below it, siblings by name; `depth` counts from 0 at the top.
 * A unit whose parent isn't in the list stands on top.
 */
export function inOrder<U extends Node>(units: readonly U[], compare: Compare): (U & { depth: number })[] {
  const known = new Set(units.map((u) => u.id))
  const children = new Map<string, U[]>()
  for (const unit of units) {
    const parent = unit.parent && known.has(unit.parent) ? unit.parent : ''
    children.set(parent, [...(children.get(parent) ?? []), unit])
  }
  const below = (parent: string, depth: number): (U & { depth: number })[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => compare(a.name, b.name))
      .flatMap((u) => [{ ...u, depth }, ...below(u.id, depth + 1)])
  return below('', 0)
}

/** Where a unit can be moved: anywhere but to itself or below itself. */
export function moveTargets<U extends Node>(units: readonly U[], id: string): U[] {
  const parents = new Map(units.map((u) => [u.id, u.parent]))
  const lies = (at: string | undefined): boolean => at !== undefined && (at === id || lies(parents.get(at)))
  return units.filter((u) => !lies(u.id))
}

/** A key suggested by a name: `Cape Town (North)` gives `cape-town-north`. */
export function keyOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '')
}

type Placed = Node & { depth: number }

/** One level in: below the sibling that stands before it. */
export function inwards(lines: readonly Placed[], id: string): string | undefined {
  const at = lines.findIndex((u) => u.id === id)
  const unit = lines[at]
  return lines.slice(0, Math.max(at, 0)).findLast((u) => u.depth === unit?.depth && u.parent === unit.parent)?.id
}

/** One level out: beside its parent. The top has no beside. */
export function outwards(lines: readonly Placed[], id: string): string | undefined {
  const parent = lines.find((u) => u.id === lines.find((one) => one.id === id)?.parent)
  return parent?.parent
}
