import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Autosave, type Stored } from '../../core/autosave'
import { type Board, boardKeys, loadBoard, putBoard, type Tile } from '../../core/views'
import { bodyOf, type Content, contentOf } from './content'

type Tagged = { data: Board; tag: string }
const storedOf = ({ data, tag }: Tagged): Stored<Content> => ({ content: contentOf(data), tag })

/** A dashboard on the screen: it saves itself, every change can be taken back, and nobody's work is written over. */
export function useBoardDraft(stored: Tagged) {
  const client = useQueryClient()
  const { id } = stored.data
  const [autosave] = useState(
    () =>
      new Autosave<Content>(storedOf(stored), {
        load: async () => storedOf(await loadBoard(id)),
        put: async (content, tag) => {
          const next = await putBoard(id, tag, bodyOf(content))
          client.setQueryData(boardKeys.one(id), next)
          void client.invalidateQueries({ queryKey: boardKeys.all, exact: true })
          return next.tag
        },
      }),
  )
  const { content, state } = useSyncExternalStore(autosave.subscribe, autosave.snapshot)
  const past = useRef<Content[]>([])
  const future = useRef<Content[]>([])
  useEffect(() => autosave.adopt(storedOf(stored)), [autosave, stored])
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (autosave.snapshot().state.is === 'saved') return
      void autosave.flush()
      event.preventDefault()
    }
    window.addEventListener('beforeunload', leave)
    return () => {
      window.removeEventListener('beforeunload', leave)
      void autosave.flush()
    }
  }, [autosave])
  const edit = (next: (now: Content) => Content) => {
    const before = autosave.snapshot().content
    autosave.edit(next)
    if (autosave.snapshot().content === before) return
    past.current = [...past.current.slice(-49), before]
    future.current = []
  }
  const travel = (from: { current: Content[] }, to: { current: Content[] }) => {
    const next = from.current.at(-1)
    if (!next) return
    from.current = from.current.slice(0, -1)
    to.current = [...to.current, autosave.snapshot().content]
    autosave.edit(() => next)
  }
  return {
    autosave,
    content,
    state,
    edit,
    editTiles: (change: (tiles: Tile[]) => Tile[]) => edit((now) => ({ ...now, tiles: change(now.tiles) })),
    undo: () => travel(past, future),
    redo: () => travel(future, past),
    canUndo: past.current.length > 0,
    canRedo: future.current.length > 0,
  }
}

export type BoardDraft = ReturnType<typeof useBoardDraft>
