/** Units to choose from, each under its parent. */
import { useLingui } from '@lingui/react/macro'
import { type Unit, useUnits } from '../../core/organisation'

export type Option = { value: string; label: string }

/** In the order of the tree, indented by depth. */
export function treeOptions(units: readonly Unit[]): Option[] {
  const out: Option[] = []
  const under = (parent: string | undefined, depth: number) => {
    for (const unit of units.filter((u) => (u.parent ?? '') === (parent ?? ''))) {
      out.push({ value: unit.id, label: `${'\u2003'.repeat(depth)}${unit.name}` })
      under(unit.id, depth + 1)
    }
  }
  under(undefined, 0)
  return out
}

export const useUnitOptions = (): Option[] => treeOptions(useUnits().data ?? [])

export function useUnitName(): (id: string | undefined) => string {
  const { t } = useLingui()
  const units = useUnits().data ?? []
  return (id) => units.find((u) => u.id === id)?.name ?? t`no unit`
}
