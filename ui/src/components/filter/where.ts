/**
 * The filters of the URL: `where=unit:porto,lisbon`, `where=channel!:chat`, `where=unit:`, `where=metric.nps<7`,
 * `where=touch_point~card`, `where=attributes.age=18..30`, `where=metric.nps=3..6`.
 */

export type Condition =
  | { kind: 'any' | 'none'; dimension: string; values: string[] }
  | { kind: 'empty' | 'filled'; dimension: string }
  | { kind: 'contains' | 'lacks'; dimension: string; words: string[] }
  | { kind: 'between'; dimension: string; from: string; to: string }
  | { kind: 'score'; metric: string; op: '>=' | '<=' | '>' | '<' | '='; value: number }
  | { kind: 'range'; metric: string; from: string; to: string }
  | { kind: 'text'; word: string }

const end = /^-?\d*(\.\d+)?$/

/** Null for what this version doesn't understand: it is kept in the URL and left to the server. */
export function parseWhere(text: string): Condition | null {
  const range = /^metric\.([^<>=:]+)=(.*)\.\.(.*)$/.exec(text)
  if (range) {
    const [, metric = '', from = '', to = ''] = range
    return end.test(from) && end.test(to) && from + to !== '' ? { kind: 'range', metric, from, to } : null
  }
  const score = /^metric\.([^<>=]+)(>=|<=|>|<|=)(-?\d+(?:\.\d+)?)$/.exec(text)
  if (score) return { kind: 'score', metric: score[1] as string, op: score[2] as '>=', value: Number(score[3]) }
  if (text.startsWith('words:')) return null
  if (text.startsWith('text~')) return { kind: 'text', word: text.slice(5) }
  const at = text.search(/[:~=]/)
  if (at <= 0) return null
  const none = text[at - 1] === '!'
  const dimension = text.slice(0, none ? at - 1 : at)
  if (!dimension || dimension.startsWith('metric.')) return null
  const rest = text.slice(at + 1)
  if (text[at] === '=') {
    const [from = '', to = '', more] = rest.split('..')
    if (none || more !== undefined || !rest.includes('..') || !end.test(from) || !end.test(to) || from + to === '')
      return null
    return { kind: 'between', dimension, from, to }
  }
  const values = splitValues(rest)
  if (text[at] === '~') {
    return values.length > 0 ? { kind: none ? 'lacks' : 'contains', dimension, words: values } : null
  }
  if (values.length === 0) return { kind: none ? 'filled' : 'empty', dimension }
  return { kind: none ? 'none' : 'any', dimension, values }
}

export function writeWhere(condition: Condition): string {
  const list = (values: readonly string[]) => values.map((v) => v.replaceAll(',', '\\,')).join(',')
  switch (condition.kind) {
    case 'score':
      return `metric.${condition.metric}${condition.op}${condition.value}`
    case 'range':
      return `metric.${condition.metric}=${condition.from}..${condition.to}`
    case 'text':
      return `text~${condition.word}`
    case 'empty':
      return `${condition.dimension}:`
    case 'filled':
      return `${condition.dimension}!:`
    case 'between':
      return `${condition.dimension}=${condition.from}..${condition.to}`
    case 'contains':
    case 'lacks':
      return `${condition.dimension}${condition.kind === 'lacks' ? '!~' : '~'}${list(condition.words)}`
    default:
      return `${condition.dimension}${condition.kind === 'none' ? '!:' : ':'}${list(condition.values)}`
  }
}

/** Splits at commas that are not escaped; `\,` is a comma of the value. */
function splitValues(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((value) => value.replaceAll('\\,', ','))
    .filter((value) => value !== '')
}

/** The conditions that lead from a group to what is behind it. */
export const within = (where: readonly string[], dimension: string, value: string): string[] => [
  ...where.filter((text) => !text.startsWith(`${dimension}:`)),
  writeWhere(value === '' ? { kind: 'empty', dimension } : { kind: 'any', dimension, values: [value] }),
]
