/** Words of the closed lists of customers. */
import { useLingui } from '@lingui/react/macro'
import type { Channel, Consent, Customer, Duplicate, EntryKind, Identifier } from './queries'

/** What a customer is called where there is no name. */
export const called = (c: { id: string; name?: string; email?: string; external_id?: string; phone?: string }) =>
  c.name || c.email || c.external_id || c.phone || c.id

export const initials = (name: string) => {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((w) => [...(w ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

export const channels: readonly Channel[] = ['email', 'phone', 'sms', 'post']

export function useChannelWords(): Record<Channel, string> {
  const { t } = useLingui()
  return { email: t`E-mail`, phone: t`Phone`, sms: t`Text message`, post: t`Post` }
}

export const identifierKinds: readonly Identifier['kind'][] = [
  'external_id',
  'email',
  'phone',
  'account',
  'loyalty',
  'contract',
  'username',
  'other',
]

export function useIdentifierWords(): Record<Identifier['kind'], string> {
  const { t } = useLingui()
  return {
    external_id: t`External id`,
    email: t`E-mail`,
    phone: t`Phone`,
    account: t`Account`,
    loyalty: t`Loyalty card`,
    contract: t`Contract`,
    username: t`User name`,
    other: t`Other id`,
  }
}

export const purposes: readonly Consent['purpose'][] = ['service', 'survey', 'marketing', 'research']

export function usePurposeWords(): Record<Consent['purpose'], string> {
  const { t } = useLingui()
  return {
    service: t`Answers to what they brought up`,
    survey: t`Surveys`,
    marketing: t`Marketing`,
    research: t`Research`,
  }
}

export function useConsentWords(): (c: Consent) => string {
  const { t } = useLingui()
  return (c) => {
    if (c.state === 'given') return t`Given`
    if (c.state === 'withdrawn') return t`Withdrawn`
    return c.allowed ? t`Not needed` : t`Not given`
  }
}

export function useSameWords(): Record<NonNullable<Duplicate['same']>[number], string> {
  const { t } = useLingui()
  return { email: t`same e-mail`, phone: t`same phone`, name: t`same name` }
}

export function useKindWords(): Record<EntryKind, string> {
  const { t } = useLingui()
  return {
    signal: t`Signals`,
    case: t`Cases`,
    commitment: t`Commitments`,
    purchase: t`Purchases`,
    message: t`Messages`,
    consent: t`Consent`,
    merge: t`Merges`,
  }
}

export type { Customer }
