import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useRef, useState } from 'react'

export type Side = 'before' | 'after'

/** A tile can be dragged by its handle onto another, whose nearer half says whether it goes before or after. */
export function useTileDrag(
  id: string,
  enabled: boolean,
  onDrop: (dragged: string, side: Side) => void,
): {
  card: RefObject<HTMLElement | null>
  handle: RefObject<HTMLButtonElement | null>
  dragging: boolean
  over: Side | null
} {
  const card = useRef<HTMLElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const [dragging, setDragging] = useState(false)
  const [over, setOver] = useState<Side | null>(null)
  const drop = useRef(onDrop)
  useEffect(() => {
    drop.current = onDrop
  })
  useEffect(() => {
    const element = card.current
    if (!element || !enabled || !handle.current) return
    const sideAt = (x: number): Side => {
      const box = element.getBoundingClientRect()
      const first = x < box.left + box.width / 2
      return first === (getComputedStyle(element).direction !== 'rtl') ? 'before' : 'after'
    }
    return combine(
      draggable({
        element,
        dragHandle: handle.current,
        getInitialData: () => ({ tile: id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data.tile === 'string' && source.data.tile !== id,
        onDrag: ({ location }) => setOver(sideAt(location.current.input.clientX)),
        onDragLeave: () => setOver(null),
        onDrop: ({ source, location }) => {
          setOver(null)
          drop.current(String(source.data.tile), sideAt(location.current.input.clientX))
        },
      }),
    )
  }, [id, enabled])
  return { card, handle, dragging, over }
}
