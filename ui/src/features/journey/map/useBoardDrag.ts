import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useRef } from 'react'
import { useMapDeeds } from './deeds'
import css from './map.module.css'

const edge = 60
const fastest = 18

/**
 * Carries a card over the map: a line shows where it would stand, and the map scrolls near its edges. Nothing is drawn
 * anew by React while it moves.
 */
export function useBoardDrag(board: RefObject<HTMLDivElement | null>, enabled: boolean): void {
  const deeds = useMapDeeds()
  const latest = useRef(deeds)
  useEffect(() => {
    latest.current = deeds
  })
  useEffect(() => {
    if (!enabled) return
    const line = document.createElement('div')
    line.className = css.dropLine ?? ''
    let over: HTMLElement | null = null
    let after: string | undefined
    let pointer = { x: 0, y: 0 }
    let frame = 0

    const scroll = () => {
      const box = board.current?.getBoundingClientRect()
      if (box && board.current) {
        board.current.scrollBy(pull(pointer.x, box.left, box.right), pull(pointer.y, box.top, box.bottom))
      }
      frame = requestAnimationFrame(scroll)
    }
    const leave = () => {
      over?.removeAttribute('data-over')
      over = null
      line.remove()
    }
    const show = (cell: HTMLElement, dragged: string) => {
      if (over !== cell) {
        leave()
        over = cell
        cell.setAttribute('data-over', '')
      }
      const cards = [...cell.querySelectorAll<HTMLElement>('[data-card]')].filter((c) => c.dataset.card !== dragged)
      const next = cards.findIndex((c) => {
        const box = c.getBoundingClientRect()
        return pointer.y < box.top + box.height / 2
      })
      const at = next < 0 ? cards.length : next
      after = cards[at - 1]?.dataset.card
      const list = cards[0]?.parentElement
      if (list) list.insertBefore(line, cards[at] ?? null)
      else cell.prepend(line)
    }
    const stop = monitorForElements({
      canMonitor: ({ source }) => typeof source.data.card === 'string',
      onDragStart: () => {
        frame = requestAnimationFrame(scroll)
        board.current?.setAttribute('data-dragging', '')
      },
      onDrag: ({ source, location }) => {
        pointer = { x: location.current.input.clientX, y: location.current.input.clientY }
        const target = location.current.dropTargets[0]
        if (target) show(target.data.element as HTMLElement, String(source.data.card))
        else leave()
      },
      onDrop: ({ source, location }) => {
        cancelAnimationFrame(frame)
        const target = location.current.dropTargets[0]
        leave()
        board.current?.removeAttribute('data-dragging')
        if (target) latest.current.place(String(source.data.card), String(target.data.cell), after)
      },
    })
    return () => {
      cancelAnimationFrame(frame)
      leave()
      stop()
    }
  }, [board, enabled])
}

/** How far to scroll in a frame: faster the nearer the edge. */
function pull(at: number, from: number, to: number): number {
  if (at < from + edge) return -fastest * Math.min(1, (from + edge - at) / edge)
  if (at > to - edge) return fastest * Math.min(1, (at - to + edge) / edge)
  return 0
}
