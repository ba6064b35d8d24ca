import { useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import { FormDialog } from '../../../components/form/FormDialog'
import { useForm } from '../../../components/form/useForm'
import type { Card, MapDoc } from '../queries'
import { useRowWords } from '../words'
import { useMapDeeds } from './deeds'
import { cellKey, type Grid, placeOf } from './grid'

/** Where a card should go: stage, lane, and behind which card there. The way of those who don't drag. */
export function MoveDialog({ card, grid, onClose }: { card: Card; map: MapDoc; grid: Grid; onClose: () => void }) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const words = useRowWords()
  const now = placeOf(grid, card)
  const form = useForm({
    id: 'move-card',
    initial: { stage: card.stage, row: now?.row ?? '', after: '' },
    labels: { stage: t`Stage`, row: t`Lane`, after: t`Behind` },
    send: async (v) => {
      deeds.place(card.id, cellKey(v.stage, v.row), v.after || undefined)
      onClose()
    },
  })
  const { stage, row } = form.values
  const there = (grid.cells.get(cellKey(stage, row))?.cards ?? []).filter((c) => c.id !== card.id)
  return (
    <FormDialog title={t`Move “${card.task}”`} deed={t`Move it`} form={form} onClose={onClose}>
      <Select
        label={form.labels.stage}
        data={grid.stages.map((s, at) => ({ value: s.id, label: `${at + 1}. ${s.name}` }))}
        allowDeselect={false}
        data-autofocus
        {...form.control('stage')}
        onChange={(v) => form.set({ stage: v ?? stage, after: '' })}
      />
      <Select
        label={form.labels.row}
        data={grid.rows.map((r) => ({ value: r.key, label: words(r).name }))}
        allowDeselect={false}
        {...form.control('row')}
        onChange={(v) => form.set({ row: v ?? row, after: '' })}
      />
      <Select
        label={form.labels.after}
        data={[
          { value: '', label: t`Nothing: the first there` },
          ...there.map((c) => ({ value: c.id, label: c.task })),
        ]}
        allowDeselect={false}
        {...form.control('after')}
        onChange={(v) => form.set({ after: v ?? '' })}
      />
    </FormDialog>
  )
}
