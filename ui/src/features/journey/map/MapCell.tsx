import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Trans, useLingui } from '@lingui/react/macro'
import { memo, useEffect, useRef, useState } from 'react'
import { Icon } from '../../../components/Icon'
import { useMapDeeds } from './deeds'
import { type Cell, itemOf } from './grid'
import { type CardFacts, MapCard } from './MapCard'
import css from './map.module.css'

/** The cards of one stage in one row, and the place where one is added. */
export const MapCell = memo(function MapCell({
  cell,
  label,
  empty,
  facts,
  editable,
  adding,
  chosen,
}: {
  cell: Cell
  /** The stage and the row, for screen readers. */
  label: string
  /** Said where nothing is here. */
  empty?: string
  facts: ReadonlyMap<string, CardFacts>
  editable: boolean
  adding: boolean
  /** The card here whose panel is open. */
  chosen?: string
}) {
  const deeds = useMapDeeds()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!element.current || !editable) return
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => typeof source.data.card === 'string',
      getData: () => ({ cell: cell.key, element: element.current }),
    })
  }, [cell.key, editable])
  return (
    <div ref={element} className={css.cell} data-cell={cell.key} data-empty={cell.cards.length === 0 ? '' : undefined}>
      {cell.cards.length > 0 && (
        <ul className={css.cards} aria-label={label}>
          {cell.cards.map((card) => (
            <MapCard
              key={card.id}
              card={card}
              editable={editable}
              chosen={chosen === card.id}
              {...facts.get(card.id)}
            />
          ))}
        </ul>
      )}
      {cell.cards.length === 0 && !adding && empty && <p className={css.none}>{empty}</p>}
      {editable &&
        (adding ? (
          <Composer cell={cell.key} label={label} />
        ) : (
          <button
            type="button"
            className={css.add}
            data-item={itemOf.add(cell.key)}
            tabIndex={-1}
            onClick={() => deeds.begin(cell.key)}
          >
            <Icon name="plus" small />
            <Trans>Add</Trans>
            <span className="vh">{label}</span>
          </button>
        ))}
    </div>
  )
})

/** A line to write the one event in; Enter adds it and takes the next. */
function Composer({ cell, label }: { cell: string; label: string }) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const [task, setTask] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const add = () => {
    if (!task.trim()) return false
    deeds.create(cell, task.trim())
    setTask('')
    return true
  }
  return (
    <div className={css.composer}>
      <textarea
        ref={field}
        rows={2}
        maxLength={120}
        value={task}
        aria-label={t`What happens, ${label}`}
        placeholder={t`One event, as a person would say it`}
        onChange={(e) => setTask(e.currentTarget.value)}
        onKeyDown={(e) => {
          e.stopPropagation()
          if (e.key === 'Escape') {
            e.preventDefault()
            deeds.endBegin(true)
          }
          if (e.key === 'Enter' && !e.nativeEvent.isComposing) {
            e.preventDefault()
            if (!add()) deeds.endBegin(true)
          }
        }}
        onBlur={() => {
          add()
          deeds.endBegin()
        }}
      />
      <span className="tiny muted">
        <Trans>Enter adds it, Esc ends</Trans>
      </span>
    </div>
  )
}
