/** From a figure of a view to the signals it is made of: the same conditions, the same time, so the same number. */
import type { FigureRow } from '../../core/metrics'
import type { Spec, Told } from '../../core/views'
import { bucketPeriod, isGrain } from '../charts/grain'
import { address, type Search } from '../filter/search'
import { within } from '../filter/where'

type Group = Pick<FigureRow, 'by'>

/** A dimension as a condition: rows of `unit` are single units, while the condition `unit` means all below too. */
const asCondition = (dimension: string) => (dimension === 'unit' ? 'unit.own' : dimension)

/** The conditions and dates of one group of a view. */
export function sliceOf(spec: Spec, told: Told, group: Group): Search {
  let where = spec.where ?? []
  let { from, to } = told.period
  for (const dimension of told.by) {
    const key = group.by[dimension]
    if (key === undefined) continue
    if (isGrain(dimension)) {
      const bucket = bucketPeriod(key, dimension)
      from = from && from > bucket.from ? from : bucket.from
      to = to && to < bucket.to ? to : bucket.to
    } else where = within(where, asCondition(dimension), key)
  }
  return { where: where.length > 0 ? where : undefined, from: from ?? 'all', to }
}

/** The list of signals behind a group's figure. */
export const signalsOf = (spec: Spec, told: Told, metric: string, group: Group): string =>
  address('/signals', { ...sliceOf(spec, told, group), metric, score: 'answered' })
