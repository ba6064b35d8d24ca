/** Units, people and touch points: what forms of several capabilities choose from. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, data, type Item } from '../api/client'
import { useMay, useSession } from './session'

export type Unit = Item<'/units'>
export type Member = Item<'/users'>
export type TouchPoint = Item<'/touch-points'>

export const unitKeys = { all: ['units'] as const }
export const memberKeys = { all: ['users'] as const }

export const unitsQuery = queryOptions({
  queryKey: unitKeys.all,
  queryFn: ({ signal }) => data(api.GET('/units', { signal })),
  select: (list) => list.items ?? [],
})
/** Every unit, parents before children. */
export const useUnits = () => useQuery(unitsQuery)

export const membersQuery = queryOptions({
  queryKey: memberKeys.all,
  queryFn: ({ signal }) => data(api.GET('/users', { signal })),
  select: (list) => list.items ?? [],
})
/** Who may sign in; nothing for roles that may not know (`user.read`). */
export const useMembers = () => useQuery({ ...membersQuery, enabled: useMay('user.read') })

/** The first 200 touch points by name, for choosing one. */
export const useTouchPoints = () =>
  useQuery({
    queryKey: ['touch-points', 'choice'] as const,
    queryFn: ({ signal }) => data(api.GET('/touch-points', { params: { query: { limit: 200 } }, signal })),
    select: (list) => list.items ?? [],
  })

const workers = ['owner', 'admin', 'manager', 'supervisor', 'agent']

/**
 * Who can own a case, oneself first. The server refuses everybody else; who may not see the list of people can still
 * take a case.
 */
export function useCaseOwners(): readonly { id: string; name: string }[] {
  const me = useSession().data?.user
  const members = useMembers().data ?? []
  const others = members.filter((m) => m.active && workers.includes(m.role) && m.id !== me?.id)
  return me ? [{ id: me.id, name: me.name }, ...others.map(({ id, name }) => ({ id, name }))] : others
}
