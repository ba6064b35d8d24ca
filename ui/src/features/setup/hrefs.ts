import type { Item, Made } from './queries'

const place = (noun: Made['noun'], id: string): string => {
  switch (noun) {
    case 'touch_point':
      return '/settings/touch-points'
    case 'metric':
    case 'target':
      return `/settings/metrics/${id}`
    case 'unit':
      return '/settings/units'
    case 'promise':
      return `/promise/${id}`
    case 'survey':
      return `/surveys/${id}`
    case 'expectation':
      return '/settings/expectations'
    default:
      return `/rules/${id}`
  }
}

/** Metrics are addressed by their key, which is what stands behind the item's kind: `target:nps`. */
export const hrefOfMade = (made: Made): string =>
  place(made.noun, made.noun === 'metric' || made.noun === 'target' ? made.key.replace(/^\w+:/, '') : made.id)

/** Where what exists can be seen; nothing where it doesn't exist yet. */
export function hrefOf(item: Item): string | undefined {
  if (!item.id) return undefined
  const noun = item.touch_point
    ? 'touch_point'
    : item.metric
      ? 'metric'
      : item.target
        ? 'target'
        : item.unit
          ? 'unit'
          : item.promise
            ? 'promise'
            : item.survey
              ? 'survey'
              : item.expectation
                ? 'expectation'
                : 'rule'
  return place(noun, item.metric?.key ?? item.target?.metric ?? item.id)
}
