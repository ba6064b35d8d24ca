/** The filters of the URL: `where=unit:porto,lisbon`, `where=channel!:chat`, `where=unit:`, `where=metric.nps<7`. */

export type Condition =
  | { kind: 'any' | 'none'; dimension: string; values: string[] }
  | { kind: 'empty'; dimension: string }
  | { kind: 'score'; metric: string; op: '>=' | '<=' | '>' | '<' | '='; value: number }
  | { kind: 'text'; word: string }

/** Null for what this version doesn't understand: it is kept in the URL and left to the server. */
export function parseWhere(text: string): Condition | null {
  const score = /^metric\.([^<>=]+)(>=|<=|>|<|=)(-?\d+(?:\.\d+)?)$/.exec(text)
  if (score) return { kind: 'score', metric: score[1] as string, op: score[2] as '>=', value: Number(score[3]) }
  if (text.startsWith('text~')) return { kind: 'text', word: text.slice(5) }
  if (text.startsWith('words:')) return null // one query, commas and all
  const colon = text.indexOf(':')
  if (colon <= 0) return null
  const none = text[colon - 1] === '!'
  const dimension = text.slice(0, none ? colon - 1 : colon)
  if (!dimension) return null
  const values = splitValues(text.slice(colon + 1))
  if (values.length === 0) return none ? null : { kind: 'empty', dimension }
  return { kind: none ? 'none' : 'any', dimension, values }
}

export function writeWhere(condition: Condition): string {
  switch (condition.kind) {
    case 'score':
      return `metric.${condition.metric}${condition.op}${condition.value}`
    case 'text':
      return `text~${condition.word}`
    case 'empty':
      return `${condition.dimension}:`
    default: {
      const values = condition.values.map((v) => v.replaceAll(',', '\\,')).join(',')
      return `${condition.dimension}${condition.kind === 'none' ? '!:' : ':'}${values}`
    }
  }
}

/** Splits at commas that are not escaped; `\,` is a comma of the value. */
function splitValues(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((value) => value.replaceAll('\\,', ','))
    .filter((value) => value !== '')
}
