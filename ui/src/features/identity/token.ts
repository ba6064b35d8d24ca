/** How long a token is good for, and how it stands. */

const dayMs = 86_400_000

export const lifetimes = ['', '30', '90', '365'] as const

/** The instant a token made now ends, after whole days; without days it never does. */
export const expiry = (days: string, now: number): string | undefined =>
  days === '' ? undefined : new Date(now + Number(days) * dayMs).toISOString()

export type Standing = 'live' | 'expired' | 'revoked'

export function standing(token: { expires_at?: string; revoked_at?: string }, now: number): Standing {
  if (token.revoked_at) return 'revoked'
  return token.expires_at && Date.parse(token.expires_at) <= now ? 'expired' : 'live'
}
