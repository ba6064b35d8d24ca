import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Answer, api, data } from '../../../api/client'
import type { View } from '../../../components/filter/useView'

export type LiveAnswer = Answer<'/journeys/{id}/live', 'get'>
export type LiveCard = NonNullable<LiveAnswer['cards']>[number]
export type LiveFigure = NonNullable<LiveCard['figures']>[number]
export type LiveStage = NonNullable<LiveAnswer['stages']>[number]
export type LiveWant = NonNullable<LiveStage['feel']>
export type WholeFigure = NonNullable<LiveAnswer['figures']>[number]
export type Heard = Answer<'/journeys/{id}/heard', 'get'>
export type HeardPoint = NonNullable<Heard['proposed']>[number]
export type DeafCard = NonNullable<Heard['deaf']>[number]

/** `heardBy` says what of the map its figures depend on; it asks again when that changes. */
type Asked = { id: string; version: number; heardBy: string; question: View['question'] }

/** The keys begin with `figures` and with `cases`' own event through it: what is heard makes them stale. */
export const liveKeys = {
  live: (of: Asked) => ['figures', 'journey', of] as const,
  heard: (of: Asked) => ['figures', 'journey-heard', of] as const,
}

/** The figures of a map. */
export const useLiveFigures = (of: Asked, enabled: boolean) =>
  useQuery({
    queryKey: liveKeys.live(of),
    queryFn: ({ signal }) =>
      data(
        api.GET('/journeys/{id}/live', {
          params: { path: { id: of.id }, query: { version: of.version || undefined, ...of.question } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    enabled,
  })

export const useHeard = (of: Asked, enabled: boolean) =>
  useQuery({
    queryKey: liveKeys.heard(of),
    queryFn: ({ signal }) =>
      data(
        api.GET('/journeys/{id}/heard', {
          params: { path: { id: of.id }, query: { version: of.version || undefined, ...of.question } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    enabled,
  })
