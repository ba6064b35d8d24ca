import { useLingui } from '@lingui/react/macro'
import type { Unit } from '../../core/organisation'

/** The kinds of unit in words, the widest first. */
export function useKinds(): Record<Unit['kind'], string> {
  const { t } = useLingui()
  return { enterprise: t`Enterprise`, region: t`Region`, site: t`Site`, team: t`Team` }
}
