/** Who is signed in, where, and what they may do. */
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data } from '../api/client'

export type Session = Answer<'/session', 'get'>
export type SignedIn = Session & {
  user: NonNullable<Session['user']>
  organisation: NonNullable<Session['organisation']>
}

export const sessionKeys = { all: ['session'] as const }

export const sessionQuery = queryOptions({
  queryKey: sessionKeys.all,
  queryFn: ({ signal }) => data(api.GET('/session', { signal })),
  staleTime: 5 * 60_000,
})

export const useSession = () => useQuery(sessionQuery)

/** The session of a screen inside the shell, where somebody is signed in. */
export function useSignedIn(): SignedIn {
  const { data: session } = useSession()
  if (!session?.user || !session.organisation) throw new Error('useSignedIn outside the shell')
  return session as SignedIn
}

/** Whether the signed-in user may do something: `useMay('case.write')`. The server decides; this only hides. */
export const useMay = (verb: string): boolean => (useSession().data?.may ?? []).includes(verb)

/** Another person or organisation: nothing that was fetched before may stay. */
function begin(client: QueryClient, session: Session) {
  client.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' })
  client.setQueryData(sessionKeys.all, session)
}

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/session', 'post'>) => data(api.POST('/session', { body })),
    onSuccess: (session) => begin(client, session),
  })
}

export function useSetup() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/setup', 'post'>) => data(api.POST('/setup', { body })),
    onSuccess: (session) => begin(client, session),
  })
}

/** Joins an organisation by an invitation's link, which signs in, too. */
export function useJoin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/user-invitations/accept', 'post'>) =>
      data(api.POST('/user-invitations/accept', { body })),
    onSuccess: (session) => begin(client, session),
  })
}

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => data(api.DELETE('/session')),
    onSuccess: async () => {
      client.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' })
      await client.resetQueries({ queryKey: sessionKeys.all })
    },
  })
}

export function useSwitchOrganisation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (organisation: string) => data(api.PUT('/session/organisation', { body: { organisation } })),
    onSuccess: (session) => begin(client, session),
  })
}
