import { address, type Search } from '../../components/filter/search'
import type { Wish } from './queries'

/** The signals behind a figure: the slice, its side, and what more narrows it. */
export const signalsOf = (wish: Wish, side: string | undefined, ...more: string[]): string =>
  address('/signals', {
    where: [...(wish.where ?? []), ...(side ? [side] : []), ...more],
    from: wish.from,
    to: wish.to,
  })

export const answered = (key: string): string => `metric.${key}:answered`

/** The address that asks for the same anew. */
export function searchOf(wish: Wish): Search {
  const [a = '', b = ''] = (wish.sides ?? []).map((side) => side.slice(side.indexOf(':') + 1).replaceAll('\\,', ','))
  return {
    outcome: wish.outcome,
    measure: wish.measures,
    where: wish.where,
    from: wish.from,
    to: wish.to,
    missing: wish.missing === 'pairwise' ? 'pairwise' : undefined,
    by: wish.sides?.[0]?.slice(0, wish.sides[0].indexOf(':')),
    a: a || undefined,
    b: b || undefined,
  }
}
