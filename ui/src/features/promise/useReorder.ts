import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'

/** Makes one of a list something that is dragged by its handle and that others are dropped on. `list` keeps lists apart. */
export function useDragged(list: string, key: string, at: number, enabled = true) {
  const card = useRef<HTMLLIElement>(null)
  const handle = useRef<HTMLSpanElement>(null)
  const [dragged, setDragged] = useState(false)
  const [over, setOver] = useState<'before' | 'after'>()
  useEffect(() => {
    if (!card.current || !handle.current || !enabled) return
    return combine(
      draggable({
        element: card.current,
        dragHandle: handle.current,
        getInitialData: () => ({ list, key, at }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element: card.current,
        canDrop: ({ source }) => source.data.list === list && source.data.key !== key,
        getData: () => ({ list, at }),
        onDragEnter: ({ source }) => setOver(Number(source.data.at) > at ? 'before' : 'after'),
        onDragLeave: () => setOver(undefined),
        onDrop: () => setOver(undefined),
      }),
    )
  }, [list, key, at, enabled])
  return { card, handle, dragged, over }
}

/** Tells when one of a list was dropped on another's place. */
export function useDropped(list: string, onDrop: (key: string, to: number) => void) {
  const latest = useRef(onDrop)
  useEffect(() => {
    latest.current = onDrop
  })
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.list === list,
        onDrop: ({ source, location }) => {
          const target = location.current.dropTargets[0]
          if (target?.data.list === list) latest.current(String(source.data.key), Number(target.data.at))
        },
      }),
    [list],
  )
}

/** A list with one of it moved to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list[from]
  const at = Math.min(Math.max(to, 0), list.length - 1)
  return one === undefined || from === at ? [...list] : list.toSpliced(from, 1).toSpliced(at, 0, one)
}
