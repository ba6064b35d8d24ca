/** By what figures are broken down. */
import type { Dimension } from '../../core/dimensions'

/** What a table or a bar list can be made of, in a stable order: entities, attributes, then what is always there. */
export const breakdowns = (all: readonly Dimension[]): Dimension[] =>
  all.filter((d) => d.kind !== 'time' && d.kind !== 'filter' && d.values > 0).sort((a, b) => rank(a) - rank(b))

const rank = (d: Dimension) => (d.kind === 'entity' && d.key !== 'import' ? 0 : d.kind === 'attribute' ? 1 : 2)

/**
 * The dimension to begin with, of those with at least two values: touch point or unit, else the attribute with the fewest,
 * else whatever there is. A channel or a language that only few signals name would make a table of one row.
 */
export function firstDimension(all: readonly Dimension[]): Dimension | undefined {
  const choices = breakdowns(all)
  const several = choices.filter((d) => d.values >= 2)
  const attributes = several.filter((d) => d.kind === 'attribute').sort((a, b) => a.values - b.values)
  return (
    several.find((d) => d.key === 'touch_point') ??
    several.find((d) => d.key === 'unit') ??
    attributes[0] ??
    several[0] ??
    choices[0]
  )
}
