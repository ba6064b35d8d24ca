/** The grid of targets: units down, periods across. A cell is what was set, and what it has from above. */
import type { TargetItem } from './queries'

export type Period = { from: string; to: string }
export type Edits = Readonly<Record<string, string>>

export const cellKey = (unit: string, period: Period): string => `${unit}|${period.from}|${period.to}`

/** Every period that has a target, in order. */
export function periodsOf(items: readonly TargetItem[]): Period[] {
  const found = new Map(items.map((i) => [`${i.from}|${i.to ?? ''}`, { from: i.from, to: i.to ?? '' }]))
  return [...found.values()].sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to))
}

/** Periods to set targets for: a year, its quarters or months, or from a day on. */
export function periodsFor(grain: 'open' | 'year' | 'quarter' | 'month', year: number): Period[] {
  const first = (month: number) => `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
  if (grain === 'open') return [{ from: first(0), to: '' }]
  const step = { year: 12, quarter: 3, month: 1 }[grain]
  return Array.from({ length: 12 / step }, (_, at) => ({ from: first(at * step), to: first((at + 1) * step) }))
}

/** What the grid shows: the server's targets by cell. */
export const cellsOf = (items: readonly TargetItem[]): Record<string, string> =>
  Object.fromEntries(items.map((i) => [cellKey(i.unit, { from: i.from, to: i.to ?? '' }), String(i.value)]))

/** What is saved: the server's targets with the edits over them; an emptied cell takes its target away. */
export function merged(items: readonly TargetItem[], edits: Edits): TargetItem[] {
  const cells = { ...cellsOf(items), ...edits }
  return Object.entries(cells).flatMap(([key, text]) => {
    const [unit = '', from = '', to = ''] = key.split('|')
    return text.trim() === '' ? [] : [{ unit, from, ...(to ? { to } : {}), value: Number(text) }]
  })
}

/** The value that a unit has from the nearest one above, for the same period. */
export function inherited(
  unit: { key: string; parent?: string },
  units: readonly { id: string; key: string; parent?: string }[],
  period: Period,
  cells: Readonly<Record<string, string>>,
): string {
  let above = units.find((u) => u.id === unit.parent)
  while (above) {
    const own = cells[cellKey(above.parent ? above.key : '', period)]
    if (own) return own
    const next = above.parent
    above = units.find((u) => u.id === next)
  }
  return cells[cellKey('', period)] ?? ''
}

/** A block copied from a spreadsheet, as rows of cells. */
export const pasted = (text: string): string[][] =>
  text
    .replace(/\r/g, '')
    .replace(/\n$/, '')
    .split('\n')
    .map((row) => row.split('\t').map((cell) => cell.trim().replace(/\s*%$/, '').replace(',', '.')))
