import { useLingui } from '@lingui/react/macro'
import { type RefObject, useEffect, useRef } from 'react'
import { useCommands } from '../../../components/commands/Commands'
import { type Command, isTyping } from '../../../components/commands/command-list'
import type { MapDeeds } from './deeds'
import { cellKey, type Grid, itemOf, placeOf, rowOf } from './grid'
import type { MapStore } from './store'
import { useEscape } from './useEscape'
import { focusAfter } from './useMapDeedsOf'

type Parts = {
  store: MapStore
  grid: Grid
  deeds: MapDeeds
  board: RefObject<HTMLDivElement | null>
  wanted: RefObject<string | null>
  editable: boolean
  /** Closes the panel, while one is open. */
  close?: () => void
}

/** Keys of the map beside the arrows: undo and redo, a new card, move, take out, close. All are listed under `?`. */
export function useEditorKeys(parts: Parts): void {
  const { t } = useLingui()
  const latest = useRef(parts)
  useEffect(() => {
    latest.current = parts
  })
  const { store, grid, deeds, editable } = parts
  const focused = () => document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset.item ?? ''
  const cardOn = () => store.snapshot().map.cards.find((c) => itemOf.card(c.id) === focused())
  const group = t`On the map`
  const add = () => {
    const item = focused()
    if (item.startsWith('add:')) return deeds.begin(item.slice(4))
    const card = cardOn()
    const place = card && placeOf(grid, card)
    if (place) return deeds.begin(place.cell.key)
    const stage = grid.stages.find((s) => itemOf.stage(s.id) === item) ?? grid.stages[0]
    const row = rowOf({ lane: 'front_stage', initiator: 'organisation' }, grid.rows)
    if (stage && row) deeds.begin(cellKey(stage.id, row.key))
  }
  const withCard = (deed: (card: NonNullable<ReturnType<typeof cardOn>>) => void) => () => {
    const card = cardOn()
    if (card) deed(card)
  }
  const takeOut = () => {
    const card = cardOn()
    const stage = grid.stages.find((s) => itemOf.stage(s.id) === focused())
    if (card) deeds.takeOut(card)
    else if (stage) deeds.takeOutStage(stage)
  }
  const commands: Command[] = [
    { id: 'map.new', label: t`New card here`, group, key: 'n', icon: 'plus', run: add },
    { id: 'map.stage', label: t`New stage at the end`, group, key: 's', icon: 'plus', run: () => deeds.addStage() },
    { id: 'map.move', label: t`Move the card to…`, group, key: 'm', keyOnly: true, run: withCard(deeds.askMove) },
    {
      id: 'map.split',
      label: t`Which steps does this take?`,
      group,
      key: 'b',
      keyOnly: true,
      run: withCard(deeds.askSplit),
    },
    { id: 'map.out', label: t`Take out`, group, key: 'Delete', keyOnly: true, run: takeOut },
    { id: 'map.rules', label: t`Rules`, group, key: 'r', icon: 'rule', run: () => deeds.open('rules') },
    // These are told, not run from here: they work with Ctrl or Alt.
    { id: 'map.walk', label: t`Go over the map`, group, key: '← ↑ → ↓', keyOnly: true, run: () => {} },
    {
      id: 'map.carry',
      label: t`Take the card or stage along`,
      group,
      key: 'Alt ← ↑ → ↓',
      keyOnly: true,
      run: () => {},
    },
    { id: 'map.undo', label: t`Undo on the map`, group, key: 'Ctrl Z', keyOnly: true, run: () => {} },
    { id: 'map.redo', label: t`Redo on the map`, group, key: 'Ctrl Shift Z', keyOnly: true, run: () => {} },
    { id: 'map.zoom', label: t`Zoom`, group, key: 'Ctrl + − 0', keyOnly: true, run: () => {} },
  ]
  useCommands(editable ? commands : commands.filter((c) => ['map.rules', 'map.walk', 'map.zoom'].includes(c.id)))

  useEscape(parts.close)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { store, editable, wanted } = latest.current
      if (!editable || !(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      const redo = (key === 'z' && event.shiftKey) || key === 'y'
      if (key !== 'z' && !redo) return
      event.preventDefault()
      focusAfter({ wanted, store }, redo ? store.redo() : store.undo())
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
