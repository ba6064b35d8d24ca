import { Plural, useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { EmptyState } from '../../../components/feedback/EmptyState'
import { Card as Surface } from '../../../components/layout/Page'
import { type Column, DataTable } from '../../../components/table/DataTable'
import { useTouchPoints } from '../../../core/organisation'
import type { Card, MapDoc } from '../queries'
import { usePhaseWords, useRowWords } from '../words'
import { useMapDeeds } from './deeds'
import { type Grid, itemOf, rowOf } from './grid'
import { type CardFacts, signed } from './MapCard'
import css from './map.module.css'

type Row = { card: Card; stage: number; lane: number; at: number }

/** The same map as a table: one row a card, in the order customers meet them. */
export function TableView({ map, grid, facts }: { map: MapDoc; grid: Grid; facts: ReadonlyMap<string, CardFacts> }) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const rowWords = useRowWords()
  const phases = usePhaseWords()
  const points = useTouchPoints().data
  const rows = useMemo(() => {
    const all = map.cards.map((card, at): Row => {
      const row = rowOf(card, grid.rows)
      return {
        card,
        stage: grid.stages.findIndex((s) => s.id === card.stage),
        lane: row ? grid.rows.indexOf(row) : -1,
        at,
      }
    })
    return all.sort((a, b) => a.stage - b.stage || a.lane - b.lane || a.at - b.at)
  }, [map.cards, grid])
  const pointName = (key: string | undefined) => (key ? (points?.find((p) => p.key === key)?.name ?? key) : '')
  const columns: Column<Row>[] = [
    {
      id: 'task',
      header: t`What happens`,
      cell: (r) => (
        <button
          type="button"
          className="link"
          style={{ textAlign: 'start' }}
          dir="auto"
          data-item={itemOf.card(r.card.id)}
          onClick={() => deeds.open(itemOf.card(r.card.id))}
        >
          {r.card.task}
        </button>
      ),
      sort: (r) => r.card.task,
    },
    {
      id: 'stage',
      header: t`Stage`,
      cell: (r) => (
        <span dir="auto">
          {r.stage + 1}. {grid.stages[r.stage]?.name}
        </span>
      ),
      sort: (r) => r.stage,
      phone: 'under',
    },
    {
      id: 'phase',
      header: t`Phase`,
      cell: (r) => phases[grid.stages[r.stage]?.phase ?? 'before'],
      phone: 'hide',
    },
    {
      id: 'lane',
      header: t`Lane`,
      cell: (r) => {
        const row = grid.rows[r.lane]
        return row ? rowWords(row).name : ''
      },
      sort: (r) => r.lane,
      phone: 'under',
    },
    { id: 'point', header: t`Touch point`, cell: (r) => pointName(r.card.touch_point), phone: 'hide' },
    { id: 'channels', header: t`Channels`, cell: (r) => r.card.channels?.join(', '), phone: 'hide' },
    {
      id: 'function',
      header: t`Answers for it`,
      cell: (r) => r.card.function,
      sort: (r) => r.card.function,
      phone: 'hide',
    },
    {
      id: 'emotion',
      header: t`Emotion`,
      align: 'right',
      cell: (r) => (r.card.emotion == null ? '' : signed(r.card.emotion)),
      sort: (r) => r.card.emotion ?? null,
      phone: 'hide',
    },
    {
      id: 'rules',
      header: t`Rules`,
      align: 'right',
      cell: (r) => {
        const broken = facts.get(r.card.id)?.broken ?? 0
        return broken > 0 ? (
          <span className="soon nowrap">
            <Plural value={broken} one="# broken" other="# broken" />
          </span>
        ) : null
      },
      sort: (r) => facts.get(r.card.id)?.broken ?? 0,
      phone: 'keep',
    },
  ]
  return (
    <div className={css.plain}>
      <Surface>
        <DataTable
          label={t`Touch points`}
          columns={columns}
          rows={rows}
          rowKey={(r) => r.card.id}
          empty={<EmptyState sentence={t`No card is on the map yet.`} />}
        />
      </Surface>
    </div>
  )
}
