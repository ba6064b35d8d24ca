import { useLingui } from '@lingui/react/macro'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { useToasts } from '../../../components/feedback/Toasts'
import type { Card, Stage } from '../queries'
import type { MapDeeds } from './deeds'
import { cellKey, type Grid, heir, itemOf, moveTo, nudge } from './grid'
import type { MapStore } from './store'

/** An id for a stage or card; whoever adds one chooses it, so that it can be drawn before the server has it. */
export const newId = (kind: 's' | 'c'): string => `${kind}${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`

type Parts = {
  store: MapStore
  grid: Grid
  wanted: RefObject<string | null>
  open: (panel: string) => void
  setAdding: (cell: string | null) => void
  /** Hears of a card that was added here. */
  added?: (id: string) => void
  askMove: (card: Card) => void
  askSplit: (card: Card) => void
}

/** The deeds of a map as one object that stays the same, over whatever is the latest. */
export function useMapDeedsOf(parts: Parts): MapDeeds {
  const { t } = useLingui()
  const toasts = useToasts()
  const said = {
    takenOut: (name: string) => t`“${name}” is taken out`,
    stage: (number: number) => t`Stage ${number}`,
  }
  const latest = useRef({ ...parts, said, toasts })
  useEffect(() => {
    latest.current = { ...parts, said, toasts }
  })
  const last = useRef<string>(undefined)
  return useMemo(() => {
    const now = () => latest.current
    const cardOf = (id: string) =>
      now()
        .store.snapshot()
        .map.cards.find((c) => c.id === id)
    return {
      open: (panel) => now().open(panel),
      begin: (cell) => {
        last.current = undefined
        now().setAdding(cell)
      },
      endBegin: (back) => {
        if (back && last.current) now().wanted.current = itemOf.card(last.current)
        now().setAdding(null)
      },
      create: (cell, task) => {
        last.current = create(now(), cell, task)
      },
      place: (id, cell, after) => {
        const { store, grid, wanted } = now()
        const card = cardOf(id)
        const [stage = '', row = ''] = cell.split('|')
        if (!card) return
        wanted.current = itemOf.card(id)
        store.edit(moveTo(store.snapshot().map, grid, card, { stage, row, after }), { on: id })
      },
      nudge: (id, way) => {
        const { store, grid, wanted } = now()
        const card = cardOf(id)
        if (!card) return
        wanted.current = itemOf.card(id)
        store.edit(nudge(store.snapshot().map, grid, card, way), { on: id })
      },
      askMove: (card) => now().askMove(card),
      askSplit: (card) => now().askSplit(card),
      takeOut: (card) => {
        const { store, grid, wanted, toasts, said } = now()
        wanted.current = heir(grid, card) ?? null
        const back = store.edit([{ op: 'drop_card', id: card.id }], { on: card.id })
        toasts.show(said.takenOut(card.task), { undo: () => focusAfter(now(), back()) })
      },
      addStage: (after) => addStage(now(), after),
      moveStage: (stage, to) => {
        const { store, grid, wanted } = now()
        const rest = grid.stages.filter((s) => s.id !== stage.id)
        if (to < 0 || to > rest.length) return
        wanted.current = itemOf.stage(stage.id)
        store.edit([{ op: 'move_stage', id: stage.id, after: rest[to - 1]?.id ?? '' }], { on: stage.id })
      },
      takeOutStage: (stage) => takeOutStage(now(), stage),
      focus: (item) => {
        const { wanted, store } = now()
        wanted.current = item
        store.touch()
      },
    }
  }, [])
}

type Latest = Parts & {
  said: { takenOut: (name: string) => string; stage: (number: number) => string }
  toasts: ReturnType<typeof useToasts>
}

function create({ store, grid, added }: Latest, cell: string, task: string): string | undefined {
  const [stage = '', key = ''] = cell.split('|')
  const row = grid.rows.find((r) => r.key === key)
  if (!row) return undefined
  const last = grid.cells.get(cellKey(stage, key))?.cards.at(-1) ?? store.snapshot().map.cards.at(-1)
  const id = newId('c')
  const initiator = row.reach === 'in' ? 'customer' : 'organisation'
  store.edit([{ op: 'add_card', id, after: last?.id ?? '', stage, lane: row.lane, set: { task, initiator } }], {
    on: id,
  })
  added?.(id)
  return id
}

function addStage({ store, grid, wanted, open, said }: Latest, after?: string) {
  const id = newId('s')
  const last = grid.stages.at(-1)
  store.edit(
    [
      {
        op: 'add_stage',
        id,
        after: after ?? last?.id ?? '',
        set: { name: said.stage(grid.stages.length + 1), phase: last?.phase ?? 'before' },
      },
    ],
    { on: id },
  )
  wanted.current = itemOf.stage(id)
  open(itemOf.stage(id))
}

function takeOutStage(now: Latest, stage: Stage) {
  const { store, grid, wanted, open, toasts, said } = now
  const at = grid.stages.findIndex((s) => s.id === stage.id)
  const next = grid.stages[at + 1] ?? grid.stages[at - 1]
  open('')
  wanted.current = next ? itemOf.stage(next.id) : null
  const back = store.edit([{ op: 'drop_stage', id: stage.id }], { on: stage.id })
  toasts.show(said.takenOut(stage.name), {
    undo: () => focusAfter(now, back()),
  })
}

/** Looks at the part that was taken back. */
export function focusAfter({ wanted, store }: Pick<Latest, 'wanted' | 'store'>, part: string | undefined) {
  if (!part) return
  const { map } = store.snapshot()
  if (map.cards.some((c) => c.id === part)) wanted.current = itemOf.card(part)
  else if (map.stages.some((s) => s.id === part)) wanted.current = itemOf.stage(part)
  store.touch()
}
