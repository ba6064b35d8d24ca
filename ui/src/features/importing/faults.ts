/** Where on the mapping screen something that the server refused belongs. */
import type { FieldProblem } from '../../api/problem'
import type { Mapping, SourcePart } from './mapping'

/** `column` is the file's column, or empty where the fault belongs to the whole file; `field` the part of it. */
export type Fault = { column: string; field: string; message: string }

export function faultsOf(mapping: Mapping, errors: readonly FieldProblem[]): Fault[] {
  return errors.map(({ location, message }) => ({ ...place(mapping, location), message }))
}

function place(mapping: Mapping, location: string): { column: string; field: string } {
  const path = location.replace(/^body\.mapping\.?/, '')
  const [head = '', second = '', ...rest] = path.split('.')
  if (head === 'measures') {
    const field = (rest[0] ?? 'key').replace(/\[.*$/, '')
    return { column: mapping.measures?.[second]?.column ?? '', field: `measure.${second}.${field}` }
  }
  if (head === 'attributes') return { column: mapping.attributes?.[second] ?? '', field: `attribute.${second}` }
  if (head === 'at') return { column: mapping.at.column, field: second === 'format' ? 'format' : 'time' }
  if (head === 'key') return { column: mapping.key?.column ?? '', field: 'key' }
  if (head.startsWith('comment')) {
    const at = Number(/\[(\d+)\]/.exec(head)?.[1] ?? 0)
    return { column: mapping.comment?.[at] ?? '', field: 'comment' }
  }
  if (head === 'customer') {
    const who = mapping.customer ?? {}
    return { column: who.external_id || who.email || who.name || '', field: 'customer' }
  }
  const source = mapping[head as SourcePart]
  if (source && typeof source === 'object') return { column: source.column ?? '', field: head }
  return { column: '', field: head }
}
