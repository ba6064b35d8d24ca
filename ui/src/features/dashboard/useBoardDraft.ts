import { useQueryClient } from '@tanstack/react-query'
import type { Stored } from '../../core/autosave'
import { useDraft } from '../../core/useDraft'
import { type Board, boardKeys, loadBoard, putBoard, type Tile } from '../../core/views'
import { bodyOf, type Content, contentOf, isTyping } from './content'

type Tagged = { data: Board; tag: string }
const storedOf = ({ data, tag }: Tagged): Stored<Content> => ({ content: contentOf(data), tag })

/** A dashboard on the screen. */
export function useBoardDraft(stored: Tagged) {
  const client = useQueryClient()
  const { id } = stored.data
  const draft = useDraft<Tagged, Content>({
    stored,
    of: storedOf,
    load: () => loadBoard(id),
    put: async (content, tag) => {
      const next = await putBoard(id, tag, bodyOf(content))
      client.setQueryData(boardKeys.one(id), next)
      void client.invalidateQueries({ queryKey: boardKeys.all, exact: true })
      return next.tag
    },
    isTyping,
  })
  return {
    ...draft,
    editTiles: (change: (tiles: Tile[]) => Tile[]) => draft.edit((now) => ({ ...now, tiles: change(now.tiles) })),
  }
}

export type BoardDraft = ReturnType<typeof useBoardDraft>
