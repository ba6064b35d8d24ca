import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../components/Icon'
import type { Unit } from '../../core/organisation'
import css from './units.module.css'
import type { Where } from './useMove'

/** A unit's name at its level: others are dropped on it, and its handle moves it by drag or by arrow keys. */
export function UnitName({
  unit,
  depth,
  onMove,
}: {
  unit: Unit
  depth: number
  onMove?: (id: string, where: Where) => void
}) {
  const { t } = useLingui()
  const place = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const latest = useRef(onMove)
  latest.current = onMove
  const [over, setOver] = useState(false)
  const movable = onMove !== undefined && unit.parent !== undefined && unit.parent !== ''
  useEffect(() => {
    if (!place.current || !latest.current) return
    const target = dropTargetForElements({
      element: place.current.closest('tr') ?? place.current,
      canDrop: ({ source }) => source.data.kind === 'unit' && source.data.id !== unit.id,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        latest.current?.(String(source.data.id), { below: unit.id })
      },
    })
    if (!movable || !handle.current) return target
    return combine(
      target,
      draggable({ element: handle.current, getInitialData: () => ({ kind: 'unit', id: unit.id }) }),
    )
  }, [unit.id, movable])
  const rtl = document.documentElement.dir === 'rtl'
  return (
    <div ref={place} className={css.name} data-over={over || undefined} style={{ paddingInlineStart: depth * 20 }}>
      {movable ? (
        <button
          ref={handle}
          type="button"
          className={css.handle}
          title={t`Drag, or use the arrow keys`}
          onKeyDown={(event) => {
            const [inKey, outKey] = rtl ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft']
            if (event.key !== inKey && event.key !== outKey) return
            event.preventDefault()
            onMove?.(unit.id, event.key === inKey ? 'in' : 'out')
          }}
        >
          <Icon name="drag" />
          <span className="vh">{t`Move ${unit.name}: arrow keys move it one level in or out`}</span>
        </button>
      ) : (
        <span className={css.noHandle} />
      )}
      {depth > 0 && <span className="vh">{t`Level ${depth + 1}:`} </span>}
      {unit.name}
    </div>
  )
}
