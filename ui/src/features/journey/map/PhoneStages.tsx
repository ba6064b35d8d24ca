import { useLingui } from '@lingui/react/macro'
import type { RefObject } from 'react'
import type { Grid } from './grid'
import css from './map.module.css'

/** On phones: the stages, each to go to. */
export function PhoneStages({ grid, board }: { grid: Grid; board: RefObject<HTMLDivElement | null> }) {
  const { t } = useLingui()
  if (grid.stages.length === 0) return null
  const go = (id: string) => {
    const root = board.current
    const stage = root?.querySelector<HTMLElement>(`[data-stage="${CSS.escape(id)}"]`)
    if (!root || !stage) return
    const rtl = getComputedStyle(root).direction === 'rtl'
    const [a, b] = [stage.getBoundingClientRect(), root.getBoundingClientRect()]
    root.scrollBy({ left: rtl ? a.right - b.right + 16 : a.left - b.left - 16, behavior: 'smooth' })
  }
  return (
    <nav className={`${css.stages} no-print`} aria-label={t`Stages`}>
      {grid.stages.map((stage, at) => (
        <button key={stage.id} type="button" onClick={() => go(stage.id)} dir="auto">
          {at + 1}. {stage.name}
        </button>
      ))}
    </nav>
  )
}
