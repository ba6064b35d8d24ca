import { useLingui } from '@lingui/react/macro'
import { useMembers, useTouchPoints } from '../../core/organisation'
import { useSession } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type BrandPromise, type Kept, useProcesses } from './queries'

/** Where a promise stands, and since when. */
export function useStateWords(): (p: BrandPromise) => string {
  const { t } = useLingui()
  const format = useFormat()
  return (p) => {
    const from = p.in_force_at ? format.date(p.in_force_at) : ''
    const to = p.retired_at ? format.date(p.retired_at) : ''
    if (p.state === 'in_force') return t`In force since ${from}`
    if (p.state === 'retired') return t`Promised from ${from} to ${to}`
    return p.revises ? t`Revision, not in force yet` : t`Draft`
  }
}

/** Whose promise it is and to whom: "Alderwick Bank, to all customers". */
export function useWhom(): (p: Pick<BrandPromise, 'brand' | 'segment'>) => string {
  const { t } = useLingui()
  const own = useSession().data?.organisation?.name ?? ''
  return (p) => {
    const brand = p.brand || own
    const segment = p.segment
    return segment ? t`${brand}, to ${segment}` : t`${brand}, to all customers`
  }
}

export function useOwnerName(): (id: string | undefined) => string {
  const members = useMembers().data ?? []
  return (id) => (id ? (members.find((m) => m.id === id)?.name ?? '') : '')
}

/** The names of touch points and processes by their keys. */
export function useCarrierNames() {
  const points = useTouchPoints().data ?? []
  const processes = useProcesses().data ?? []
  return {
    point: (key: string) => points.find((p) => p.key === key)?.name ?? key,
    process: (id: string) => processes.find((p) => p.id === id)?.name ?? id,
    processes,
  }
}

/** A verdict in words, with the tone and shape that only help. */
export function useVerdictWords(): Record<
  Kept['verdict'],
  { word: string; tone?: 'better' | 'worse'; icon: 'check' | 'warning' | 'minus' | 'info' }
> {
  const { t } = useLingui()
  return {
    kept: { word: t`Kept`, tone: 'better', icon: 'check' },
    not_kept: { word: t`Not kept`, tone: 'worse', icon: 'warning' },
    unclear: { word: t`Can’t tell yet`, icon: 'info' },
    too_few: { word: t`Too few answers`, icon: 'info' },
    not_measured: { word: t`Not measured`, icon: 'minus' },
  }
}
