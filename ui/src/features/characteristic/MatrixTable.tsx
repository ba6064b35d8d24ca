import { Trans, useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, useRef, useState } from 'react'
import heat from '../../components/charts/heat.module.css'
import { Open } from '../../components/charts/Open'
import { ChangeShape } from '../../components/figure/ChangeSentence'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import css from './characteristic.module.css'
import { signalsOf } from './leads'
import type { Cell, Matrix, Slice } from './queries'

/** How far a score lies from all together, in nine steps as every heat map. */
const limits = [3, 6, 10, 15]
function stepOf(score: number, middle: number | null): number {
  if (middle === null) return 0
  const steps = limits.filter((limit) => Math.abs(score - middle) >= limit).length
  return steps === 0 ? 0 : Math.sign(score - middle) * steps
}

/** Groups by characteristics. One stop for the Tab key; arrows walk, Enter opens the signals behind a cell. */
export function MatrixTable({
  matrix,
  slice,
  chosen,
  onChoose,
  stale,
}: {
  matrix: Matrix
  slice: Slice
  chosen: string
  onChoose: (key: string) => void
  stale: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const box = useRef<HTMLDivElement>(null)
  const columns = matrix.characteristics ?? []
  const timed = slice.by === 'month' || slice.by === 'quarter'
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (!step || !(event.target as Element).closest('[data-at]')) return
    event.preventDefault()
    const turned = box.current && getComputedStyle(box.current).direction === 'rtl' ? -1 : 1
    const next = [
      Math.min(matrix.rows.length - 1, Math.max(0, at[0] + (step[0] ?? 0))),
      Math.min(columns.length - 1, Math.max(0, at[1] + (step[1] ?? 0) * turned)),
    ] as const
    setAt(next)
    box.current?.querySelector<HTMLElement>(`[data-at="${next[0]} ${next[1]}"]`)?.focus()
  }
  return (
    <div className={heat.scroll} ref={box} style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <table className={`${heat.map} ${css.matrix}`} aria-label={t`Characteristics`} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <td />
            {columns.map((one) => (
              <th key={one.key} scope="col">
                <button
                  type="button"
                  className={css.head}
                  aria-pressed={chosen === one.key}
                  onClick={() => onChoose(one.key)}
                >
                  {one.name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <b>
                <Trans>All together</Trans>
              </b>
            </th>
            {(matrix.whole ?? []).map((cell, x) => (
              <td key={columns[x]?.key ?? x}>
                <span className={heat.cell}>
                  <Inside cell={cell} strong />
                </span>
              </td>
            ))}
          </tr>
          {matrix.rows.map((row, y) => (
            <tr key={row.key}>
              <th scope="row">
                {timed ? format.bucket(row.key) : row.label || t`none`} {row.partner && <Tag>{t`partner`}</Tag>}
              </th>
              {(row.cells ?? []).map((cell, x) => {
                const one = columns[x]
                const scored = cell.state === 'measured' && cell.score !== null
                return (
                  <td key={one?.key ?? x}>
                    <Open
                      target={{ href: signalsOf(slice, row.key, one) }}
                      className={heat.cell}
                      data-at={`${y} ${x}`}
                      data-step={scored ? stepOf(cell.score ?? 0, matrix.whole?.[x]?.score ?? null) : undefined}
                      data-few={scored ? undefined : ''}
                      tabIndex={at[0] === y && at[1] === x ? 0 : -1}
                      onFocus={() => setAt([y, x])}
                    >
                      <Inside cell={cell} />
                    </Open>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Score, interval and n of one cell, and what people assessed, apart. */
function Inside({ cell, strong }: { cell: Cell; strong?: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const n = format.count(cell.n)
  const score = cell.score === null ? '' : format.number(cell.score)
  const interval =
    cell.low === null || cell.high === null ? '' : `${format.number(cell.low)}–${format.number(cell.high)}`
  const clear = cell.verdict !== 'unclear'
  const sheets = cell.assessed
  const mark = sheets?.score === null || !sheets ? '' : format.number(sheets.score)
  const count = format.count(sheets?.n ?? 0)
  return (
    <span className={css.inside}>
      {cell.state === 'measured' ? (
        <>
          <span className={css.score} data-strong={strong ? '' : undefined}>
            {score}
            {clear && <ChangeShape verdict={cell.verdict as 'higher' | 'lower'} />}
          </span>
          <small>
            {interval} <span className={css.n}>n&nbsp;{n}</span>
          </small>
          {clear && <span className="vh">{cell.verdict === 'higher' ? t`, above chance` : t`, below chance`}</span>}
        </>
      ) : (
        <small>{cell.state === 'too_few' ? t`too few, n ${n}` : t`not measured`}</small>
      )}
      {mark && <small className={css.assessed}>{t`assessed ${mark}, n ${count}`}</small>}
    </span>
  )
}
