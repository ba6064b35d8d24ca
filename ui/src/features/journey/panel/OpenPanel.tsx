import { memo, useDeferredValue, useMemo } from 'react'
import { itemOf } from '../map/grid'
import { VersionsPanel } from '../versions/VersionsPanel'
import { CardPanel, type PanelProps } from './CardPanel'
import { CommentsPanel } from './CommentsPanel'
import { MapPanel } from './MapPanel'
import { RulesPanel } from './RulesPanel'
import { StagePanel } from './StagePanel'

/** The panel that is open, if one is. It follows what is typed a moment later: the map and the field itself come first. */
export function OpenPanel({ open, store, shown, grid, editable, onClose }: PanelProps & { open: string }) {
  const now = useMemo(() => ({ store, shown, grid, editable, onClose }), [store, shown, grid, editable, onClose])
  return <Panel open={open} of={useDeferredValue(now)} />
}

const Panel = memo(function Panel({ open, of }: { open: string; of: PanelProps }) {
  const { cards, stages } = of.shown.map
  const card = cards.find((c) => itemOf.card(c.id) === open)
  if (card) return <CardPanel key={card.id} card={card} {...of} />
  const stage = stages.find((s) => itemOf.stage(s.id) === open)
  if (stage) return <StagePanel key={stage.id} stage={stage} {...of} />
  switch (open) {
    case 'rules':
      return <RulesPanel {...of} />
    case 'about':
      return <MapPanel {...of} />
    case 'comments':
      return <CommentsPanel {...of} />
    case 'versions':
      return <VersionsPanel of={of.shown.journey} shown={0} onClose={of.onClose} />
  }
  return null
})
