import { useLingui } from '@lingui/react/macro'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { useFormat } from '../../words/i18n'
import { cellKey, type Edits, inherited, type Period, pasted } from './targets'
import css from './targets.module.css'

type Unit = { id: string; key: string; name: string; parent?: string }

/** Units down, periods across. Arrow keys go from cell to cell; a pasted block fills on from where it lands. */
export function TargetGrid({
  periods,
  units,
  cells,
  readOnly,
  onEdit,
}: {
  periods: readonly Period[]
  units: readonly Unit[]
  cells: Edits
  readOnly: boolean
  onEdit: (edits: Record<string, string>) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const rows = [{ id: '', key: '', name: t`Whole organisation`, depth: 0 } as Unit & { depth: number }, ...tree(units)]
  const label = (p: Period) => (p.to ? format.period(p.from, p.to) : t`from ${format.day(p.from)}`)
  const go = (row: number, column: number) =>
    document.getElementById(`target-${row}-${column}`)?.focus({ preventScroll: false })
  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] }[event.key]
    if (!by) return
    event.preventDefault()
    go(row + (by[0] ?? 0), column + (by[1] ?? 0))
  }
  const onPaste = (event: ClipboardEvent, row: number, column: number) => {
    const block = pasted(event.clipboardData.getData('text'))
    if (block.length === 1 && block[0]?.length === 1) return
    event.preventDefault()
    const found: Record<string, string> = {}
    block.forEach((line, down) => {
      line.forEach((value, across) => {
        const [unit, period] = [rows[row + down], periods[column + across]]
        if (unit && period) found[cellKey(unit.key, period)] = value
      })
    })
    onEdit(found)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide grid scrolls within itself, by keyboard too
    <section className={css.scroll} tabIndex={0} aria-label={t`Targets by unit and period`}>
      <table className={css.grid}>
        <thead>
          <tr>
            <th scope="col">{t`Unit`}</th>
            {periods.map((p) => (
              <th key={p.from + p.to} scope="col">
                {label(p)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((unit, row) => (
            <tr key={unit.id}>
              <th scope="row" style={{ paddingInlineStart: 16 + unit.depth * 16 }}>
                {unit.name}
              </th>
              {periods.map((p, column) => {
                const key = cellKey(unit.key, p)
                const above = unit.key === '' ? '' : inherited(unit, units, p, cells)
                const period = label(p)
                return (
                  <td key={p.from + p.to}>
                    <input
                      id={`target-${row}-${column}`}
                      aria-label={t`${unit.name}, ${period}`}
                      inputMode="decimal"
                      autoComplete="off"
                      readOnly={readOnly}
                      placeholder={above}
                      value={cells[key] ?? ''}
                      aria-invalid={!Number.isFinite(Number(cells[key] || 0))}
                      onChange={(e) => onEdit({ [key]: e.currentTarget.value.replace(',', '.') })}
                      onKeyDown={(e) => onKeyDown(e, row, column)}
                      onPaste={(e) => onPaste(e, row, column)}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Every unit below the top one, each after the one it belongs to. */
function tree(units: readonly Unit[]): (Unit & { depth: number })[] {
  const below = (parent: string, depth: number): (Unit & { depth: number })[] =>
    units
      .filter((u) => u.parent === parent)
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap((u) => [{ ...u, depth }, ...below(u.id, depth + 1)])
  return units.filter((u) => !u.parent).flatMap((top) => below(top.id, 1))
}
