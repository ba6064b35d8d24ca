import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment, memo, type RefObject } from 'react'
import { Button } from '../../../components/Button'
import { EmptyState } from '../../../components/feedback/EmptyState'
import { usePhaseWords, useRowWords } from '../words'
import { Curve } from './Curve'
import { useMapDeeds } from './deeds'
import { cellKey, type Grid, itemOf } from './grid'
import type { MapLive } from './live'
import type { CardFacts } from './MapCard'
import { MapCell } from './MapCell'
import css from './map.module.css'
import { StageHead } from './StageHead'
import { useBoardDrag } from './useBoardDrag'
import { useBoardFocus } from './useBoardFocus'
import { Wants } from './Wants'

export type BoardProps = {
  grid: Grid
  facts: ReadonlyMap<string, CardFacts>
  live?: MapLive
  editable: boolean
  zoom: number
  /** The cell in which somebody writes a new card. */
  adding: string | null
  /** The part whose panel is open: `card:ID`, `stage:ID`. */
  chosen: string
  /** What takes the focus once it is drawn; set to null when it has. */
  wanted: RefObject<string | null>
  board: RefObject<HTMLDivElement | null>
}

/** The map: phases, stages, the curve, what is wanted, and the lanes of the service blueprint. */
export const Board = memo(function Board(props: BoardProps) {
  const { grid, facts, live, editable, zoom, adding, chosen, wanted, board } = props
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const phases = usePhaseWords()
  const rowWords = useRowWords()
  useBoardDrag(board, editable)
  useBoardFocus(board, wanted, grid, editable)
  if (grid.stages.length === 0) {
    return (
      <div className={css.board} ref={board}>
        <EmptyState sentence={t`The map is empty: begin with the stages that customers go through.`}>
          {editable && (
            <Button icon="plus" kind="primary" onClick={() => deeds.addStage()}>
              <Trans>Add a stage</Trans>
            </Button>
          )}
        </EmptyState>
      </div>
    )
  }
  const chosenCard = chosen.startsWith('card:') ? chosen.slice(5) : undefined
  const columns = `repeat(${grid.stages.length}, minmax(212px, 1fr))`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of many lists, not a form
    <div className={css.board} ref={board} role="group" aria-label={t`The map`} data-board="">
      <style>{'@page { size: A4 landscape; margin: 8mm }'}</style>
      <div className={css.grid} data-grid="" style={{ gridTemplateColumns: columns, zoom: zoom / 100 }}>
        {grid.phases.map((p) => (
          <div
            key={`${p.phase}${p.from}`}
            className={css.phase}
            style={{ gridColumn: `${p.from + 1} / span ${p.span}` }}
          >
            {phases[p.phase]}
          </div>
        ))}
        {grid.stages.map((stage, at) => (
          <StageHead
            key={stage.id}
            stage={stage}
            at={at}
            last={at === grid.stages.length - 1}
            editable={editable}
            chosen={chosen === itemOf.stage(stage.id)}
          />
        ))}
        <div className={css.whole}>
          <Curve stages={grid.stages} intended={grid.intended} live={live?.stages} />
        </div>
        <h3 className={css.laneHead}>
          <span>
            <Trans>Feel, think, do</Trans>{' '}
            <span className="muted small">
              {live ? (
                <Trans>intended in grey, measured below it; a shape marks more than noise</Trans>
              ) : (
                <Trans>as intended</Trans>
              )}
            </span>
          </span>
        </h3>
        {grid.stages.map((stage) => (
          <Wants key={stage.id} stage={stage} live={live?.stages.get(stage.id)} />
        ))}
        {grid.rows.map((row) => {
          const words = rowWords(row)
          return (
            <Fragment key={row.key}>
              <h3 className={css.laneHead} data-line={row.key === 'back_stage' ? '' : undefined}>
                <span>
                  {words.name} <span className="muted small">{words.remark}</span>
                </span>
              </h3>
              {grid.stages.map((stage) => {
                const cell = grid.cells.get(cellKey(stage.id, row.key))
                if (!cell) return null
                const name = words.name
                const within = cell.cards.some((c) => c.id === chosenCard)
                return (
                  <MapCell
                    key={cell.key}
                    cell={cell}
                    label={t`${stage.name}, ${name}`}
                    empty={row.empty ? undefined : words.empty}
                    facts={facts}
                    editable={editable}
                    adding={adding === cell.key}
                    chosen={within ? chosenCard : undefined}
                  />
                )
              })}
            </Fragment>
          )
        })}
      </div>
    </div>
  )
})
