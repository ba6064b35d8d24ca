import type { MapDoc } from '../queries'

/** Names that the map uses already, so that one thing is called one thing. */
export function suggestions(map: MapDoc) {
  const every = (pick: (c: MapDoc['cards'][number]) => readonly (string | undefined)[] | null | undefined) =>
    [...new Set(map.cards.flatMap((c) => pick(c) ?? []).filter((n): n is string => Boolean(n)))].sort()
  return {
    channels: [...new Set([...every((c) => c.channels), 'phone', 'e-mail', 'letter', 'chat', 'web', 'visit'])],
    locations: every((c) => c.locations),
    roles: every((c) => c.roles),
    functions: [
      ...new Set([
        ...every((c) => [c.function]),
        ...every((c) => c.supporting),
        ...map.contributors.map((c) => c.function),
      ]),
    ],
  }
}
