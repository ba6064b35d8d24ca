import type { Change } from './queries'

/** Thoughts in the URL: `?what=value*0.5&what=failure@imp_06*0.7`. What isn't one is left out. */
export function parseWhat(list: readonly string[]): Change[] {
  return list.flatMap((text) => {
    const found = /^([a-z_]+)(?:@([\w-]+))?\*(\d+(?:\.\d+)?)$/.exec(text)
    if (!found) return []
    const times = Number(found[3])
    return times >= 0 && times <= 10 ? [{ input: found[1] as Change['input'], area: found[2], times }] : []
  })
}

export const writeWhat = (changes: readonly Change[]): string[] =>
  changes
    .filter((c) => c.times !== 1)
    .map((c) => `${c.input}${c.area ? `@${c.area}` : ''}*${Number(c.times.toFixed(2))}`)

/** The same changes with one put in its place; one that changes nothing goes. */
export function changed(list: readonly Change[], one: Change): Change[] {
  const others = list.filter((c) => c.input !== one.input || (c.area ?? '') !== (one.area ?? ''))
  return one.times === 1 ? others : [...others, one]
}
