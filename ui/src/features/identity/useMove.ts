import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { type Unit, unitKeys } from '../../core/organisation'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { useEditUnit } from './queries'
import { inOrder, inwards, moveTargets, outwards } from './tree'
import { useUndo } from './useUndo'

/** Below which unit, or one level in (below the sibling above it) or out (beside its parent). */
export type Where = { below: string } | 'in' | 'out'

/** Moves a unit and says so, with a way back. Quick presses wait for each other: each moves what the last one left. */
export function useMove(): (id: string, where: Where) => void {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const format = useFormat()
  const toasts = useToasts()
  const undo = useUndo()
  const edit = useEditUnit()
  const last = useRef<Promise<void>>(Promise.resolve())
  const move = async (id: string, where: Where) => {
    const units = client.getQueryData<{ items: Unit[] | null }>(unitKeys.all)?.items ?? []
    const unit = units.find((u) => u.id === id)
    const lines = inOrder(units, format.compare)
    const parent = where === 'in' ? inwards(lines, id) : where === 'out' ? outwards(lines, id) : where.below
    if (!unit?.parent || !parent || parent === unit.parent) return
    if (!moveTargets(units, id).some((u) => u.id === parent)) {
      toasts.show(t`A unit can’t lie below itself`, { tone: 'failed' })
      return
    }
    const above = units.find((u) => u.id === parent)?.name ?? parent
    const back = unit.parent
    try {
      await edit.mutateAsync({ id, parent })
      undo(t`${unit.name} is below ${above} now`, () => edit.mutateAsync({ id, parent: back }))
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return (id, where) => {
    last.current = last.current.then(() => move(id, where))
  }
}
