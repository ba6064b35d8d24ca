/** The part of the tree of units that is seen. */
import type { Answer } from '../../api/client'

export type RollupUnit = Answer<'/figures/rollup', 'get'>['units'] extends (infer T)[] | null ? T : never

/** The top and the level below it. */
export const openAtFirst = (units: readonly RollupUnit[]): ReadonlySet<string> =>
  new Set(units.filter((u) => u.children > 0 && u.depth <= (units.length <= 60 ? 1 : 0)).map((u) => u.key))

/** Units whose every unit above is open, in their order. */
export function shownUnits(units: readonly RollupUnit[], opened: ReadonlySet<string>): RollupUnit[] {
  const seen = new Set<string>()
  return units.filter((unit) => {
    const shown = !unit.parent || (seen.has(unit.parent) && opened.has(unit.parent))
    if (shown) seen.add(unit.key)
    return shown
  })
}
