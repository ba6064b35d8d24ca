import { createContext, useContext } from 'react'
import type { Card, Stage } from '../queries'
import type { Item, Way } from './grid'

/** What can be done on the map. One object for the life of the page, so that cards are drawn anew only when they change. */
export type MapDeeds = {
  /** Opens the panel of a stage or card, or another one: `card:ID`, `stage:ID`, `rules`. */
  open: (panel: string) => void
  /** Begins a card in a cell. */
  begin: (cell: string) => void
  /** Ends it; `back` gives the focus to what was added last. */
  endBegin: (back?: boolean) => void
  create: (cell: string, task: string) => void
  /** Puts a card into a cell, behind another there or as the first. */
  place: (card: string, cell: string, after?: string) => void
  nudge: (card: string, way: Way) => void
  /** Asks where a card should go. */
  askMove: (card: Card) => void
  askSplit: (card: Card) => void
  takeOut: (card: Card) => void
  addStage: (after?: string) => void
  moveStage: (stage: Stage, to: number) => void
  takeOutStage: (stage: Stage) => void
  focus: (item: Item) => void
}

const MapDeedsContext = createContext<MapDeeds | null>(null)
export const MapDeedsProvider = MapDeedsContext.Provider

export function useMapDeeds(): MapDeeds {
  const deeds = useContext(MapDeedsContext)
  if (!deeds) throw new Error('useMapDeeds outside the map')
  return deeds
}
