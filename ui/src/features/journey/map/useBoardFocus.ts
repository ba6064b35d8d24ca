import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useMapDeeds } from './deeds'
import { type Grid, heir, type Press, step } from './grid'

const presses: Record<string, Press> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'before',
  ArrowRight: 'next',
  Home: 'first',
  End: 'last',
}

/**
 * One thing of the map is in the order of tabs; arrow keys go to the others, with Alt they take the card or stage along.
 * Whatever is drawn anew, moved or taken out by others meanwhile: the focus stays with its part, or goes to the next.
 */
export function useBoardFocus(
  board: RefObject<HTMLDivElement | null>,
  wanted: RefObject<string | null>,
  grid: Grid,
  editable: boolean,
): void {
  const deeds = useMapDeeds()
  const held = useRef<string | null>(null)
  const latest = useRef({ grid, editable, deeds })
  const before = useRef(grid)

  useLayoutEffect(() => {
    const root = board.current
    if (!root) return
    const find = (item: string | null | undefined) =>
      item ? root.querySelector<HTMLElement>(`[data-item="${CSS.escape(item)}"]`) : null
    const target = find(wanted.current)
    if (target) {
      wanted.current = null
      target.focus()
      target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    } else if (held.current && document.activeElement === document.body) {
      // What had the focus was drawn elsewhere, or has gone.
      const card = held.current.startsWith('card:') ? held.current.slice(5) : ''
      const was = [...before.current.cells.values()].flatMap((c) => c.cards).find((c) => c.id === card)
      const next =
        find(held.current) ?? find(was && heir(before.current, was)) ?? root.querySelector<HTMLElement>('[data-item]')
      next?.focus({ preventScroll: true })
    }
    if (!root.querySelector('[data-item][tabindex="0"]')) {
      const first = find(held.current) ?? root.querySelector<HTMLElement>('[data-item]')
      first?.setAttribute('tabindex', '0')
    }
    before.current = grid
    latest.current = { grid, editable, deeds }
  })

  useEffect(() => {
    const root = board.current
    if (!root) return
    const onFocus = (event: FocusEvent) => {
      const item = (event.target as Element).closest<HTMLElement>('[data-item]')
      if (!item) return
      for (const other of root.querySelectorAll('[data-item][tabindex="0"]')) other.setAttribute('tabindex', '-1')
      item.setAttribute('tabindex', '0')
      held.current = item.dataset.item ?? null
    }
    const onLeave = (event: FocusEvent) => {
      // Gone elsewhere on purpose: nothing is brought back.
      if (event.relatedTarget instanceof Node && !root.contains(event.relatedTarget)) held.current = null
    }
    const onKey = (event: KeyboardEvent) => {
      const press = presses[event.key]
      const on = (event.target as Element).closest<HTMLElement>('[data-item]')
      if (!press || !on || event.ctrlKey || event.metaKey || event.shiftKey) return
      const { grid, editable, deeds } = latest.current
      const way = turned(press, root)
      const item = on.dataset.item ?? ''
      event.preventDefault()
      if (!event.altKey) {
        const next = step(grid, item, way, editable)
        const node = next && root.querySelector<HTMLElement>(`[data-item="${CSS.escape(next)}"]`)
        if (!node) return
        node.focus()
        node.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        return
      }
      if (!editable || way === 'first' || way === 'last') return
      if (item.startsWith('card:')) deeds.nudge(item.slice(5), way)
      const stage = grid.stages.findIndex((s) => item === `stage:${s.id}`)
      const one = grid.stages[stage]
      if (one && (way === 'before' || way === 'next')) deeds.moveStage(one, stage + (way === 'next' ? 1 : -1))
    }
    root.addEventListener('focusin', onFocus)
    root.addEventListener('focusout', onLeave)
    root.addEventListener('keydown', onKey)
    return () => {
      root.removeEventListener('focusin', onFocus)
      root.removeEventListener('focusout', onLeave)
      root.removeEventListener('keydown', onKey)
    }
  }, [board])
}

/** Right is the stage before, where the page runs from right to left. */
function turned(press: Press, root: HTMLElement): Press {
  if (getComputedStyle(root).direction !== 'rtl') return press
  return press === 'before' ? 'next' : press === 'next' ? 'before' : press
}
