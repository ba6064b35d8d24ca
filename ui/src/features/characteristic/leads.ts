import { address } from '../../components/filter/search'
import { writeWhere } from '../../components/filter/where'
import type { Characteristic, Slice } from './queries'

/** The day after a month or quarter, as dates without a zone. */
function span(key: string): { from: string; to: string } {
  const quarter = /^(\d{4})-Q(\d)$/.exec(key)
  const [year = 0, first = 1, months = 1] = quarter
    ? [Number(quarter[1]), Number(quarter[2]) * 3 - 2, 3]
    : [Number(key.slice(0, 4)), Number(key.slice(5, 7)), 1]
  const day = (month: number) => new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)
  return { from: day(first), to: day(first + months) }
}

/** The signals behind a cell: the slice, the group, and the first metric that measures it. */
export function signalsOf(slice: Slice, group: string, characteristic: Characteristic | undefined): string {
  const binding = characteristic?.bindings[0]
  const timed = slice.by === 'month' || slice.by === 'quarter'
  const where = [
    ...(slice.where ?? []),
    ...(timed
      ? []
      : [
          writeWhere(
            group === ''
              ? { kind: 'empty', dimension: slice.by }
              : { kind: 'any', dimension: slice.by, values: [group] },
          ),
        ]),
    ...(binding ? [...(binding.where ?? []), `metric.${binding.metric}:answered`] : []),
  ]
  return address('/signals', timed ? { where, ...span(group) } : { where, from: slice.from, to: slice.to })
}
