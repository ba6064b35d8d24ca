/** Mappings as JSON files, the same that `touchstone import --mapping` and the API take. */
import { type Mapping, sourceParts } from './mapping'

/** The mapping as a person would write it: nothing that is empty. */
export function tidy(mapping: Mapping): Mapping {
  const m: Mapping = { ...mapping }
  if (!m.comment?.length) delete m.comment
  if (Object.keys(m.measures ?? {}).length === 0) delete m.measures
  if (Object.keys(m.attributes ?? {}).length === 0) delete m.attributes
  return m
}

export const writeMapping = (mapping: Mapping): string => `${JSON.stringify(tidy(mapping), null, 2)}\n`

export type Unreadable = { why: 'not_json' | 'not_a_mapping' | 'columns'; columns?: string[] }

/** Reads a mapping for a file with these columns; what it says of columns the file lacks is refused by name. */
export function readMapping(text: string, columns: readonly string[]): Mapping | Unreadable {
  let read: unknown
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { why: 'not_json' }
  }
  if (!isMapping(read)) return { why: 'not_a_mapping' }
  const missing = [...new Set(columnsOf(read))].filter((name) => !columns.includes(name))
  return missing.length > 0 ? { why: 'columns', columns: missing } : read
}

export const isUnreadable = (read: Mapping | Unreadable): read is Unreadable => 'why' in read

/** Enough to work with; what is wrong in detail the server says at its field. */
function isMapping(value: unknown): value is Mapping {
  if (!isObject(value) || !isObject(value.at) || typeof value.at.column !== 'string') return false
  if (typeof value.kind !== 'string') return false
  const measures = value.measures ?? {}
  if (!isObject(measures) || !isObject(value.attributes ?? {})) return false
  if (value.comment != null && !Array.isArray(value.comment)) return false
  return Object.values(measures).every((m) => isObject(m) && typeof m.column === 'string' && Array.isArray(m.scale))
}

/** The columns that a mapping names, some more than once. */
export function columnsOf(m: Mapping): string[] {
  const named = [m.at.column, m.key?.column, ...sourceParts.map((part) => m[part]?.column), ...(m.comment ?? [])]
  named.push(m.customer?.external_id, m.customer?.email, m.customer?.name)
  named.push(...Object.values(m.measures ?? {}).map((of) => of.column), ...Object.values(m.attributes ?? {}))
  return named.filter((name): name is string => Boolean(name))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a file has every column that a mapping names. */
export const fits = (mapping: Mapping, columns: readonly { name: string }[]): boolean =>
  columnsOf(mapping).every((name) => columns.some((c) => c.name === name))

/** Whether two mappings say the same, however they came about. */
export const sameMapping = (a: Mapping, b: Mapping): boolean => text(tidy(a)) === text(tidy(b))

const text = (value: unknown): string =>
  JSON.stringify(value, (_, v) =>
    isObject(v)
      ? Object.fromEntries(
          Object.entries(v)
            .filter(([key, of]) => of !== undefined && !(key === 'out_of_scale' && of === 'reject'))
            .sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : v,
  )
