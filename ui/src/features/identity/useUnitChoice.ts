import { useLingui } from '@lingui/react/macro'
import { type Unit, useMembers, useUnits } from '../../core/organisation'
import { useFormat } from '../../words/i18n'
import { inOrder } from './tree'

const indent = '\u2003'

/** Units as choices of a select, indented as in the tree. */
export function useUnitOptions(of: (units: readonly Unit[]) => readonly Unit[] = (units) => units) {
  const format = useFormat()
  const units = useUnits().data ?? []
  const allowed = new Set(of(units).map((u) => u.id))
  return inOrder(units, format.compare)
    .filter((u) => allowed.has(u.id))
    .map((u) => ({ value: u.id, label: indent.repeat(u.depth) + u.name }))
}

/** The name of the unit that a role covers; nothing covers the whole organisation. */
export function useReach(): (unit: string | undefined) => string {
  const { t } = useLingui()
  const units = useUnits().data ?? []
  return (unit) => (unit ? (units.find((u) => u.id === unit)?.name ?? unit) : t`Whole organisation`)
}

/** The people who can own a unit, as choices of a select; the one who owns it now stays among them. */
export function useOwnerOptions(now: string | undefined) {
  const { t } = useLingui()
  const people = useMembers().data ?? []
  return [
    { value: '', label: t`Nobody: as for the unit above` },
    ...people.filter((p) => p.active || p.id === now).map((p) => ({ value: p.id, label: p.name })),
  ]
}
