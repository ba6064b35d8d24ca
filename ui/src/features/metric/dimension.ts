/** By what figures are broken down. */
import type { Dimension } from '../../core/dimensions'

/** What a table or a bar list can be made of, in a stable order: entities, attributes, then what is always there. */
export const breakdowns = (all: readonly Dimension[]): Dimension[] =>
  all.filter((d) => d.kind !== 'time' && d.values > 0).sort((a, b) => rank(a) - rank(b))

const rank = (d: Dimension) => (d.kind === 'entity' && d.key !== 'import' ? 0 : d.kind === 'attribute' ? 1 : 2)

/**
 * The dimension to begin with: the first entity with at least two values (touch point, unit, …), else the attribute with
 * the fewest of at least two, else whatever there is.
 */
export function firstDimension(all: readonly Dimension[]): Dimension | undefined {
  const choices = breakdowns(all)
  const several = choices.filter((d) => d.values >= 2)
  return (
    several.find((d) => rank(d) === 0) ??
    several
      .filter((d) => rank(d) === 1)
      .reduce<Dimension | undefined>((few, d) => (few && few.values <= d.values ? few : d), undefined) ??
    choices[0]
  )
}
