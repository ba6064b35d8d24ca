/** What each column is in a mapping. The mapping is the one state: roles are read from it and written into it. */
import type { Answer, Body } from '../../api/client'
import { guessFormat } from './formats'

export type Upload = Answer<'/imports/uploads', 'post'>
export type FileColumn = NonNullable<Upload['columns']>[number]
export type Mapping = Body<'/imports/preview', 'post'>['mapping']
export type Measure = NonNullable<Mapping['measures']>[string]

/** Parts of a signal that one value may fill for the whole file, or a column row by row. */
export const sourceParts = ['touch_point', 'unit', 'employee', 'channel', 'language'] as const
export type SourcePart = (typeof sourceParts)[number]
const whoParts = { customer_id: 'external_id', customer_email: 'email', customer_name: 'name' } as const
type WhoRole = keyof typeof whoParts

export type Role =
  | { is: 'time' }
  | { is: 'measure'; key: string }
  | { is: 'attribute'; key: string }
  | { is: 'comment' | 'key' | SourcePart | WhoRole }
export type RoleName = Role['is'] | 'ignore'

const keys = <T extends object>(of: T) => Object.keys(of) as (keyof T & string)[]

/** Everything a column is used for; empty where it is ignored. Nearly always one, but a file of mappings may say more. */
export function rolesOf(mapping: Mapping, column: string): Role[] {
  const roles: Role[] = []
  if (mapping.at.column === column) roles.push({ is: 'time' })
  for (const key of keys(mapping.measures ?? {})) {
    if (mapping.measures?.[key]?.column === column) roles.push({ is: 'measure', key })
  }
  if (mapping.comment?.includes(column)) roles.push({ is: 'comment' })
  for (const part of sourceParts) if (mapping[part]?.column === column) roles.push({ is: part })
  for (const role of keys(whoParts)) if (mapping.customer?.[whoParts[role]] === column) roles.push({ is: role })
  if (mapping.key?.column === column) roles.push({ is: 'key' })
  for (const key of keys(mapping.attributes ?? {})) {
    if (mapping.attributes?.[key] === column) roles.push({ is: 'attribute', key })
  }
  return roles
}

/** Gives a column one role and takes away the others. A role that only one column can have leaves the one that had it. */
export function withRole(mapping: Mapping, column: FileColumn, role: RoleName): Mapping {
  const m = without(mapping, column.name)
  switch (role) {
    case 'ignore':
      return m
    case 'time':
      return { ...m, at: { column: column.name, format: formatOf(column) || m.at.format || '2006-01-02' } }
    case 'measure': {
      const key = freeKey(column.name.replace(/[ _-]?(ratings?|scores?|stars)$/i, ''), m.measures ?? {})
      return { ...m, measures: { ...m.measures, [key]: measureOf(column) } }
    }
    case 'attribute':
      return { ...m, attributes: { ...m.attributes, [freeKey(column.name, m.attributes ?? {})]: column.name } }
    case 'comment':
      return { ...m, comment: [...(m.comment ?? []), column.name] }
    case 'key':
      return { ...m, key: { column: column.name } }
    case 'customer_id':
    case 'customer_email':
    case 'customer_name':
      return { ...m, customer: { ...m.customer, [whoParts[role]]: column.name } }
    default:
      return { ...m, [role]: { column: column.name } }
  }
}

const formatOf = (column: FileColumn) => column.format ?? guessFormat(column.samples ?? [])

/** The mapping without any use of a column. The time keeps its format, for the column that will be chosen next. */
export function without(mapping: Mapping, column: string): Mapping {
  const m: Mapping = { ...mapping }
  if (m.at.column === column) m.at = { ...m.at, column: '' }
  m.measures = Object.fromEntries(Object.entries(m.measures ?? {}).filter(([, of]) => of.column !== column))
  m.attributes = Object.fromEntries(Object.entries(m.attributes ?? {}).filter(([, of]) => of !== column))
  m.comment = (m.comment ?? []).filter((of) => of !== column)
  for (const part of sourceParts) if (m[part]?.column === column) delete m[part]
  if (m.key?.column === column) delete m.key
  if (m.customer) {
    const left = Object.fromEntries(Object.entries(m.customer).filter(([, of]) => of !== column))
    if (left.external_id || left.email || left.name) m.customer = left
    else delete m.customer
  }
  return m
}

/** One value for the whole file; empty takes it away. */
export function withValue(mapping: Mapping, part: SourcePart, value: string): Mapping {
  const m = { ...mapping }
  if (value === '') delete m[part]
  else m[part] = { value }
  return m
}

export function withMeasure(mapping: Mapping, key: string, patch: Partial<Measure>): Mapping {
  const now = mapping.measures?.[key]
  if (!now) return mapping
  const next = { ...now, ...patch }
  // What is undefined is left out, so that a saved file says only what was decided.
  for (const name of keys(next)) if (next[name] === undefined) delete next[name]
  return { ...mapping, measures: { ...mapping.measures, [key]: next } }
}

/** Renames a key in its place; the same mapping when the new one is empty or taken. */
export function withKey(mapping: Mapping, of: 'measures' | 'attributes', from: string, to: string): Mapping {
  const all = mapping[of] ?? {}
  if (!to || to === from || to in all) return mapping
  const renamed = Object.fromEntries(Object.entries(all).map(([key, value]) => [key === from ? to : key, value]))
  return { ...mapping, [of]: renamed }
}

/** A measure as its numbers suggest it; a person looks it over. */
export function measureOf(column: FileColumn): Measure {
  const [min, max] = [column.min ?? 0, column.max ?? 5]
  const base: Measure = { column: column.name, scale: [1, 5], scoring: 'top_2_box' }
  if (column.kind === 'yes_no' || (min >= 0 && max <= 1)) return { ...base, scale: [0, 1], scoring: 'rate' }
  if (max > 5 && max <= 7) base.scale = [1, 7]
  if (max > 7) return { ...base, scale: [0, max <= 10 ? 10 : max], scoring: 'mean' }
  if (min === 0) base.not_rated = [0]
  return base
}

export const low = (measure: Measure): number => measure.scale?.[0] ?? 0
export const high = (measure: Measure): number => measure.scale?.[1] ?? 0

/** Whether zeros of a column may stand for "not rated": they are there, and the scale begins above them. */
export const zerosBeside = (measure: Measure, column: FileColumn): boolean =>
  low(measure) > 0 && (column.min === 0 || hasZero(measure))
export const hasZero = (measure: Measure): boolean => (measure.not_rated ?? []).some((word) => Number(word) === 0)

export function withZero(measure: Measure, on: boolean): Measure['not_rated'] {
  const rest = (measure.not_rated ?? []).filter((word) => Number(word) !== 0)
  if (on) return [0, ...rest]
  return rest.length > 0 ? rest : undefined
}

/** Numbers of a column that lie beside a measure's scale and don't mean "not rated"; null where there are none. */
export function beside(measure: Measure, column: FileColumn): { above: boolean; below: boolean } | null {
  if (column.min === undefined || column.max === undefined) return null
  const above = column.max > high(measure)
  const below = column.min < low(measure) && !(hasZero(measure) && column.min === 0)
  return above || below ? { above, below } : null
}

/** A key made of words: lower case, digits, - and _, at most 64 characters. */
export function keyOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  return plain.replace(/^_+|_+$/g, '').slice(0, 64)
}

function freeKey(text: string, taken: object): string {
  const key = keyOf(text) || 'value'
  if (!(key in taken)) return key
  let n = 2
  while (`${key}_${n}` in taken) n++
  return `${key}_${n}`
}

/** "Staff service" of staff_service, as the server names a metric that has no name of its own. */
export const readable = (key: string): string => {
  const words = key.replaceAll(/[-_]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
