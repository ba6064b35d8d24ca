import type { Content } from './definition'

/** What a survey consists of, whatever its words are. */
const shape = ({ definition }: Content): string =>
  JSON.stringify([
    (definition?.questions ?? []).map((q) => [q.key, q.required, q.options?.length, q.show]),
    Object.keys(definition?.translations ?? {}),
    definition?.theme,
  ])

/** Only words differ: somebody is typing. */
export const sameShape = (a: Content, b: Content): boolean => shape(a) === shape(b)
