import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { memberKeys, unitKeys } from '../../core/organisation'
import { sessionKeys } from '../../core/session'

export type Organisation = Answer<'/organisation', 'get'>
export type Token = Item<'/tokens'>
export type Role = Body<'/user-invitations', 'post'>['role']

export const organisationKeys = { all: ['organisation'] as const }
export const tokenKeys = { all: ['tokens'] as const }

export const organisationQuery = queryOptions({
  queryKey: organisationKeys.all,
  queryFn: ({ signal }) => data(api.GET('/organisation', { signal })),
})
export const useOrganisation = () => useQuery(organisationQuery)

export function useEditOrganisation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/organisation', 'patch'>) => data(api.PATCH('/organisation', { body })),
    onSuccess: async (organisation) => {
      client.setQueryData(organisationKeys.all, organisation)
      // The shell's name and the zone of every date come from the session.
      await client.invalidateQueries({ queryKey: sessionKeys.all })
    },
  })
}

export function useAddUnit() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/units', 'post'>) =>
      data(api.POST('/units', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: unitKeys.all }),
  })
}

export function useEditUnit() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string } & Body<'/units/{id}', 'patch'>) =>
      data(api.PATCH('/units/{id}', { params: { path: { id } }, body })),
    // Figures roll up along the tree, so a move changes them too.
    onSuccess: () =>
      Promise.all(
        [unitKeys.all, ['figures'], ['dimensions']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  })
}

export function useEditMember() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string } & Body<'/users/{id}', 'patch'>) =>
      data(api.PATCH('/users/{id}', { params: { path: { id } }, body })),
    // Changing one's own role changes what one may do.
    onSuccess: () =>
      Promise.all([memberKeys.all, sessionKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useTokens = () =>
  useQuery({
    queryKey: tokenKeys.all,
    queryFn: ({ signal }) => data(api.GET('/tokens', { signal })),
    select: (list) => list.items ?? [],
  })

export function useAddToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/tokens', 'post'>) =>
      data(api.POST('/tokens', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  })
}

export function useRevokeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/tokens/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  })
}
