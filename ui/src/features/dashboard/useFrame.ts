import { useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Period } from '../../components/filter/period'
import type { Search } from '../../components/filter/search'
import type { View } from '../../components/filter/useView'
import { readSpec, writeSpec } from '../../components/view/spec'
import type { Spec, Told } from '../../core/views'
import { useFormat } from '../../words/i18n'
import type { Frame } from './content'

const some = { metrics: ['-'], by: [] }

/**
 * The period, comparison and filter over all tiles. While it is arranged they are the dashboard's own; else whoever looks may
 * look at another slice, which stays in the address and changes nothing for others.
 */
export function useFrame(own: Frame, editing: boolean, told: Told | undefined, edit: (frame: Frame) => void) {
  const { t } = useLingui()
  const format = useFormat()
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const otherwise = search.slice === 'other' && !editing
  const { period, against, where } = otherwise ? readSpec(search, some) : own
  const frame: Frame = { period, against, where }
  const set = (patch: Partial<Frame>) => {
    const next = { ...frame, ...patch }
    if (editing) return edit(next)
    const { from, to, against, against_from, against_to, where } = writeSpec({
      ...some,
      shape: 'figure',
      ...next,
    } as Spec)
    void navigate({
      to: '.',
      search: { slice: 'other', from, to, against, against_from, against_to, where } as never,
      resetScroll: false,
    })
  }
  const dates: Period | null =
    told?.period.from && told.period.to ? { from: told.period.from, to: told.period.to } : null
  const before: Period | null =
    told?.before?.from && told.before.to ? { from: told.before.from, to: told.before.to } : null
  const kind = against.kind ?? 'previous'
  const view: View = {
    where: where ?? [],
    period: dates,
    preset: null,
    against: kind,
    before,
    question: {},
    againstWords: before ? format.period(before.from, before.to) : kind === 'rest' ? t`the rest` : '',
    search: {},
    setWhere: (next) => set({ where: next }),
    setPeriod: (next, preset) =>
      set({ period: preset ? { preset } : next ? { from: next.from, to: next.to } : { preset: 'all' } }),
    setAgainst: (next, dates) =>
      set({ against: next === 'own' && dates ? { kind: 'own', from: dates.from, to: dates.to } : { kind: next } }),
  }
  return {
    frame,
    view,
    otherwise,
    back: () => void navigate({ to: '.', search: {} as never, resetScroll: false }),
  }
}
