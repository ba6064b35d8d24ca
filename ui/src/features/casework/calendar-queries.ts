import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'

export type BusinessCalendar = Item<'/calendars'>
export type CalendarInput = Body<'/calendars', 'post'>
export type Targets = Answer<'/case-targets', 'get'>
export type Target = NonNullable<Targets['rows']>[number]
export type Escalation = Answer<'/case-escalation', 'get'>
export type CauseTree = Answer<'/case-causes', 'get'>
export type Cause = NonNullable<CauseTree['causes']>[number]

const keys = {
  calendars: ['calendars'] as const,
  targets: ['case-targets'] as const,
  escalation: ['case-escalation'] as const,
  causes: ['case-causes'] as const,
}
const tag = (version: number) => ({ 'If-Match': `"${version}"` })

export const useCalendars = () =>
  useQuery({
    queryKey: keys.calendars,
    queryFn: ({ signal }) => data(api.GET('/calendars', { signal })),
    select: (list) => list.items ?? [],
  })

/** Saves a calendar: a new one, or what replaces the one at a version. */
export function useSaveCalendar() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ of, body }: { of?: BusinessCalendar; body: CalendarInput }) =>
      of
        ? data(api.PUT('/calendars/{id}', { params: { path: { id: of.id }, header: tag(of.version) }, body }))
        : data(api.POST('/calendars', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.calendars }),
  })
}

export function useDeleteCalendar() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/calendars/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.calendars }),
  })
}

/** When something would fall due on a calendar that needn't be saved. */
export const useDuePreview = (calendar: CalendarInput | null, minutes: number) =>
  useQuery({
    queryKey: ['calendar-try', calendar, minutes] as const,
    queryFn: ({ signal }) =>
      data(api.POST('/calendars/try', { body: { calendar: calendar as CalendarInput, minutes }, signal })),
    enabled: calendar !== null && minutes > 0,
    placeholderData: keepPreviousData,
    retry: false,
  })

export const readHolidays = (text: string) => data(api.POST('/calendars/holidays', { body: { text } }))

export const useTargets = () =>
  useQuery({ queryKey: keys.targets, queryFn: ({ signal }) => data(api.GET('/case-targets', { signal })) })
export const useEscalation = () =>
  useQuery({ queryKey: keys.escalation, queryFn: ({ signal }) => data(api.GET('/case-escalation', { signal })) })
export const useCauseTree = () =>
  useQuery({ queryKey: keys.causes, queryFn: ({ signal }) => data(api.GET('/case-causes', { signal })) })

/** Replaces one of the settings of cases, from the version that was seen. */
export function useSaveSettings() {
  const client = useQueryClient()
  return {
    targets: (version: number, rows: Target[]) =>
      data(api.PUT('/case-targets', { params: { header: tag(version) }, body: { rows } })).then((now) =>
        client.setQueryData(keys.targets, now),
      ),
    escalation: (version: number, body: Body<'/case-escalation', 'put'>) =>
      data(api.PUT('/case-escalation', { params: { header: tag(version) }, body })).then((now) =>
        client.setQueryData(keys.escalation, now),
      ),
    causes: (version: number, causes: Cause[]) =>
      data(api.PUT('/case-causes', { params: { header: tag(version) }, body: { causes } })).then((now) => {
        client.setQueryData(keys.causes, now)
        return client.invalidateQueries({ queryKey: ['case-options'] })
      }),
    again: () => Promise.all(Object.values(keys).map((queryKey) => client.invalidateQueries({ queryKey }))),
  }
}
