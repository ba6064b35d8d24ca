/** A view's definition as the address of a screen: everything that is shown is in the URL. */
import type { Shape, Spec } from '../../core/views'
import { isAgainst, isDay, isPreset } from '../filter/period'
import type { Search } from '../filter/search'

export const shapes: readonly Shape[] = ['heat', 'bars', 'lines', 'table', 'figure']
export const orders = ['lowest', 'highest', 'most', 'change', 'name'] as const
export type Order = (typeof orders)[number]

/** The word for a time grain that suits the period; the server says which it came to. */
export const anyTime = 'time'
export const grainWords = ['time', 'day', 'week', 'month', 'quarter', 'year'] as const
export const isTime = (dimension: string | undefined): boolean =>
  (grainWords as readonly string[]).includes(dimension ?? '')

const many = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** Reads what an address says; what it leaves out is `standing`'s. */
export function readSpec(search: Search, standing: { metrics: string[]; by: string[] }): Spec {
  const text = (key: string) => (typeof search[key] === 'string' ? (search[key] as string) : '')
  const [from, to] = [text('from'), text('to')]
  const by = search.by === undefined ? standing.by : many(search.by).filter((one) => one !== 'none')
  const metrics = [...new Set(many(search.metric))].slice(0, 6)
  const shape = (shapes as readonly string[]).includes(text('shape')) ? (text('shape') as Shape) : undefined
  const against = isAgainst(text('against')) ? text('against') : 'previous'
  const own = { from: text('against_from'), to: text('against_to') }
  const top = Number(text('top'))
  return {
    metrics: metrics.length > 0 ? metrics : standing.metrics,
    by: [...new Set(by)].slice(0, 2),
    where: search.where ?? [],
    period:
      isDay(from) && isDay(to) && from < to ? { from, to } : isPreset(from) ? { preset: from } : { preset: 'standing' },
    against:
      against === 'own' && isDay(own.from) && isDay(own.to) && own.from < own.to
        ? { kind: 'own', ...own }
        : { kind: (against === 'own' ? 'previous' : against) as Spec['against']['kind'] },
    shape: fitting(shape ?? 'heat', by.length),
    order: (orders as readonly string[]).includes(text('order')) ? (text('order') as Order) : 'lowest',
    ...(Number.isInteger(top) && top > 0 && top <= 500 ? { top } : {}),
  }
}

/** A shape that so many dimensions can be drawn as. */
export const fitting = (shape: Shape, dimensions: number): Shape =>
  dimensions === 0
    ? shape === 'table'
      ? 'table'
      : 'figure'
    : shape === 'heat' && dimensions < 2
      ? 'bars'
      : shape === 'figure'
        ? 'bars'
        : shape

/** The address of a definition; `view` is the saved one it came from. */
export function writeSpec(spec: Spec, view?: string): Search {
  const { period, against } = spec
  const by = spec.by ?? []
  return {
    view,
    metric: spec.metrics,
    by: by.length > 0 ? by : 'none',
    where: spec.where && spec.where.length > 0 ? spec.where : undefined,
    from: period.from ?? (period.preset === 'standing' ? undefined : period.preset),
    to: period.to,
    against: against.kind === 'previous' || !against.kind ? undefined : against.kind,
    against_from: against.kind === 'own' ? against.from : undefined,
    against_to: against.kind === 'own' ? against.to : undefined,
    shape: spec.shape,
    order: spec.order === 'lowest' ? undefined : spec.order,
    top: spec.top ? String(spec.top) : undefined,
  }
}

/** Whether two definitions show the same. */
export const sameSpec = (a: Spec, b: Spec): boolean => canonical(a) === canonical(b)

function canonical(spec: Spec): string {
  const { where, ...rest } = writeSpec(spec)
  return JSON.stringify([
    Object.entries(rest)
      .filter(([, v]) => v !== undefined)
      .sort(),
    [...(where ?? [])].sort(),
  ])
}
