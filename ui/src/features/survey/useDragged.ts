import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'

const isQuestion = (data: Record<string | symbol, unknown>) => data.kind === 'survey-question'

/** Makes a question's card one that is dragged by its handle and that others are dropped on. */
export function useDragged(key: string, at: number) {
  const card = useRef<HTMLElement>(null)
  const handle = useRef<HTMLSpanElement>(null)
  const [dragged, setDragged] = useState(false)
  const [over, setOver] = useState<'before' | 'after'>()
  useEffect(() => {
    if (!card.current || !handle.current) return
    return combine(
      draggable({
        element: card.current,
        dragHandle: handle.current,
        getInitialData: () => ({ kind: 'survey-question', key, at }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element: card.current,
        canDrop: ({ source }) => isQuestion(source.data) && source.data.key !== key,
        getData: () => ({ kind: 'survey-question', at }),
        onDragEnter: ({ source }) => setOver(Number(source.data.at) > at ? 'before' : 'after'),
        onDragLeave: () => setOver(undefined),
        onDrop: () => setOver(undefined),
      }),
    )
  }, [key, at])
  return { card, handle, dragged, over }
}

/** Tells when a question was dropped on another's place. */
export function useDropped(onDrop: (key: string, to: number) => void) {
  const latest = useRef(onDrop)
  latest.current = onDrop
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => isQuestion(source.data),
        onDrop: ({ source, location }) => {
          const target = location.current.dropTargets[0]
          if (target && isQuestion(target.data)) latest.current(String(source.data.key), Number(target.data.at))
        },
      }),
    [],
  )
}
