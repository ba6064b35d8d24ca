import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Icon } from '../../../components/Icon'
import type { Stage } from '../queries'
import { useMapDeeds } from './deeds'
import { itemOf } from './grid'
import css from './map.module.css'

/** The head of a column: opens the stage, is dragged to another's place, and the last one has a place for the next. */
export function StageHead({
  stage,
  at,
  last,
  editable,
  chosen,
}: {
  stage: Stage
  at: number
  last: boolean
  editable: boolean
  chosen: boolean
}) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const element = useRef<HTMLDivElement>(null)
  const latest = useRef(at)
  useEffect(() => {
    latest.current = at
  })
  useEffect(() => {
    const head = element.current
    if (!head || !editable) return
    const over = (on: boolean) => head.toggleAttribute('data-over', on)
    return combine(
      draggable({
        element: head,
        getInitialData: () => ({ stage }),
        onDragStart: () => head.setAttribute('data-dragged', ''),
        onDrop: () => head.removeAttribute('data-dragged'),
      }),
      dropTargetForElements({
        element: head,
        canDrop: ({ source }) => (source.data.stage as Stage | undefined)?.id !== undefined && source.element !== head,
        onDragEnter: () => over(true),
        onDragLeave: () => over(false),
        onDrop: ({ source }) => {
          over(false)
          deeds.moveStage(source.data.stage as Stage, latest.current)
        },
      }),
    )
  }, [stage, editable, deeds])
  return (
    <div ref={element} className={css.stage} data-stage={stage.id}>
      <h2>
        <button
          type="button"
          className={css.stageName}
          data-item={itemOf.stage(stage.id)}
          data-chosen={chosen ? '' : undefined}
          tabIndex={-1}
          dir="auto"
          onClick={() => deeds.open(itemOf.stage(stage.id))}
        >
          {at + 1}. {stage.name}
        </button>
      </h2>
      {editable && last && (
        <button
          type="button"
          className={css.addStage}
          aria-label={t`Add a stage`}
          onClick={() => deeds.addStage(stage.id)}
        >
          <Icon name="plus" />
        </button>
      )}
    </div>
  )
}
