import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../../api/client'
import { journeyKeys } from '../queries'

export type Workshop = Answer<'/journeys/{id}/workshops/{workshop}', 'get'>
export type WorkshopItem = Item<'/journeys/{id}/workshops'>
export type AgendaStep = NonNullable<Workshop['agenda']>[number]
export type Participant = NonNullable<Workshop['people']>[number]
export type Decision = NonNullable<Workshop['decisions']>[number]
export type WorkshopEdit = NonNullable<Body<'/journeys/{id}/workshops/{workshop}/edits', 'post'>['edits']>[number]

/** Under `journeys`, so that the event of a change makes them stale. */
export const workshopKeys = {
  all: (journey: string) => ['journeys', 'workshops', journey] as const,
  one: (journey: string, workshop: string) => ['journeys', 'workshop', journey, workshop] as const,
}

export const useWorkshops = (journey: string) =>
  useQuery({
    queryKey: workshopKeys.all(journey),
    queryFn: ({ signal }) => data(api.GET('/journeys/{id}/workshops', { params: { path: { id: journey } }, signal })),
    select: (list) => list.items ?? [],
  })

export const useWorkshop = (journey: string, workshop: string) =>
  useQuery({
    queryKey: workshopKeys.one(journey, workshop),
    queryFn: ({ signal }) =>
      data(api.GET('/journeys/{id}/workshops/{workshop}', { params: { path: { id: journey, workshop } }, signal })),
  })

export function useWorkshopCalls(journey: string) {
  const client = useQueryClient()
  return {
    plan: useMutation({
      mutationFn: (body: Body<'/journeys/{id}/workshops', 'post'>) =>
        data(
          api.POST('/journeys/{id}/workshops', {
            params: { path: { id: journey } },
            headers: { 'Idempotency-Key': idempotencyKey() },
            body,
          }),
        ),
      onSuccess: () => client.invalidateQueries({ queryKey: workshopKeys.all(journey) }),
    }),
    edit: useMutation({
      mutationFn: ({ workshop, edits }: { workshop: string; edits: WorkshopEdit[] }) =>
        data(
          api.POST('/journeys/{id}/workshops/{workshop}/edits', {
            params: { path: { id: journey, workshop } },
            body: { edits },
          }),
        ),
      onSuccess: (now, { workshop }) => client.setQueryData(workshopKeys.one(journey, workshop), now),
    }),
    contribute: useMutation({
      mutationFn: (workshop: string) =>
        data(
          api.POST('/journeys/{id}/workshops/{workshop}/contributors', { params: { path: { id: journey, workshop } } }),
        ),
      onSuccess: () => client.invalidateQueries({ queryKey: journeyKeys.one(journey) }),
    }),
    drop: useMutation({
      mutationFn: (workshop: string) =>
        data(api.DELETE('/journeys/{id}/workshops/{workshop}', { params: { path: { id: journey, workshop } } })),
      onSettled: () => client.invalidateQueries({ queryKey: workshopKeys.all(journey) }),
    }),
  }
}
