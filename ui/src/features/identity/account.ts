/** One's own login, invitations, and what an administrator does about a member's login. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { memberKeys } from '../../core/organisation'
import { sessionKeys } from '../../core/session'

export type Account = Answer<'/account', 'get'>
export type Enrolment = Answer<'/account/two-factor', 'post'>
export type SessionOf = Item<'/account/sessions'>
export type Invitation = Item<'/user-invitations'>
export type Invited = Answer<'/user-invitations/look', 'post'>

export const accountKeys = { all: ['account'] as const, sessions: ['account', 'sessions'] as const }
export const invitationKeys = { all: ['user-invitations'] as const }
const sessionsOfKey = (id: string) => ['users', id, 'sessions'] as const

export const useAccount = () =>
  useQuery({ queryKey: accountKeys.all, queryFn: ({ signal }) => data(api.GET('/account', { signal })), staleTime: 0 })

/** What changes the login changes the session's name and rights, too. */
function useAccountMutation<V, R>(mutationFn: (v: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        [accountKeys.all, sessionKeys.all, memberKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  })
}

export const useRename = () => useAccountMutation((name: string) => data(api.PATCH('/account', { body: { name } })))
export const useChangePassword = () =>
  useAccountMutation((body: Body<'/account/password', 'post'>) => data(api.POST('/account/password', { body })))

export function useBeginTwoFactor() {
  return useMutation({
    mutationFn: (password: string) =>
      data(api.POST('/account/two-factor', { body: { password: password || undefined } })),
  })
}
/** The session's state is asked again by whoever calls this, once the recovery codes have been seen. */
export function useConfirmTwoFactor() {
  return useMutation({
    mutationFn: (code: string) => data(api.POST('/account/two-factor/confirm', { body: { code } })),
  })
}
export const useEndTwoFactor = () =>
  useAccountMutation((body: Body<'/account/two-factor/off', 'post'>) =>
    data(api.POST('/account/two-factor/off', { body })),
  )
export const useRecoveryCodes = () =>
  useAccountMutation((body: Body<'/account/two-factor/recovery-codes', 'post'>) =>
    data(api.POST('/account/two-factor/recovery-codes', { body })),
  )

export const useMySessions = () =>
  useQuery({
    queryKey: accountKeys.sessions,
    queryFn: ({ signal }) => data(api.GET('/account/sessions', { signal })),
    select: (list) => list.items ?? [],
    staleTime: 0,
  })

/** Ends one session, or without an id every other one. */
export function useEndMySession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string | undefined) =>
      id
        ? data(api.DELETE('/account/sessions/{id}', { params: { path: { id } } }))
        : data(api.DELETE('/account/sessions')),
    onSettled: () => client.invalidateQueries({ queryKey: accountKeys.sessions }),
  })
}

export const useSessionsOf = (id: string) =>
  useQuery({
    queryKey: sessionsOfKey(id),
    queryFn: ({ signal }) => data(api.GET('/users/{id}/sessions', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
    staleTime: 0,
  })

export function useEndSessionsOf(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (session: string | undefined) =>
      data(api.DELETE('/users/{id}/sessions', { params: { path: { id }, query: { session } } })),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsOfKey(id) }),
  })
}

export function useResetTwoFactorOf() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/users/{id}/two-factor', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: memberKeys.all }),
  })
}
export function usePasswordLink() {
  return useMutation({
    mutationFn: (id: string) =>
      data(
        api.POST('/users/{id}/password-reset', {
          params: { path: { id } },
          headers: { 'Idempotency-Key': idempotencyKey() },
        }),
      ),
  })
}

export const useInvitations = (enabled: boolean) =>
  useQuery({
    queryKey: invitationKeys.all,
    queryFn: ({ signal }) => data(api.GET('/user-invitations', { signal })),
    select: (list) => list.items ?? [],
    enabled,
  })

export function useInvite() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/user-invitations', 'post'>) =>
      data(api.POST('/user-invitations', { body, headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationKeys.all }),
  })
}
export function useInviteAgain() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, quiet }: { id: string; quiet?: boolean }) =>
      data(api.POST('/user-invitations/{id}/send', { params: { path: { id } }, body: { quiet } })),
    onSettled: () => client.invalidateQueries({ queryKey: invitationKeys.all }),
  })
}
export function useWithdraw() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/user-invitations/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: invitationKeys.all }),
  })
}

/** What a link is for, asked once: looking doesn't use it up. */
export const useInvited = (token: string) =>
  useQuery({
    queryKey: ['invited', token] as const,
    queryFn: () => data(api.POST('/user-invitations/look', { body: { token } })),
    enabled: token !== '',
    retry: false,
  })

export const useAskReset = () =>
  useMutation({ mutationFn: (email: string) => data(api.POST('/password-resets', { body: { email } })) })
export const useReset = () =>
  useMutation({
    mutationFn: (body: Body<'/password-resets/use', 'post'>) => data(api.POST('/password-resets/use', { body })),
  })
