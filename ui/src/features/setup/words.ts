import { useLingui } from '@lingui/react/macro'
import type { Step } from './choices'
import type { Section } from './queries'

export function useStepWords(): Record<Step, string> {
  const { t } = useLingui()
  return {
    industry: t`Industry`,
    promises: t`What is promised`,
    channels: t`Channels`,
    size: t`Size`,
    proposal: t`Proposal`,
  }
}

export function useIndustries(): readonly { value: string; label: string; about: string }[] {
  const { t } = useLingui()
  return [
    {
      value: 'contact_centre',
      label: t`Contact centre or BPO`,
      about: t`calls, e-mails and chats, for yourselves or for clients`,
    },
    { value: 'home_building', label: t`Home building`, about: t`from the show home to the warranty` },
    { value: 'retail', label: t`Retail`, about: t`stores and online shops` },
    { value: 'banking', label: t`Banking`, about: t`branches, advice, accounts and loans` },
    { value: 'telecom', label: t`Telecom`, about: t`contracts, installation, support` },
    { value: 'healthcare', label: t`Healthcare`, about: t`practices, clinics, home care` },
    { value: 'hospitality', label: t`Hospitality`, about: t`hotels, restaurants, travel` },
    { value: 'public_service', label: t`Public service`, about: t`offices, applications, decisions` },
    { value: 'other', label: t`Something else`, about: t`any other organisation that serves customers` },
  ]
}

export function useChannels(): readonly { value: string; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'phone', label: t`Phone` },
    { value: 'email', label: t`E-mail` },
    { value: 'chat', label: t`Chat` },
    { value: 'web', label: t`Website or app` },
    { value: 'store', label: t`Store, branch or counter` },
    { value: 'visit', label: t`Visit to the customer` },
    { value: 'letter', label: t`Letter` },
    { value: 'social', label: t`Social media` },
  ]
}

export function useSectionWords(): Record<Section, string> {
  const { t } = useLingui()
  return {
    touch_points: t`Touch points`,
    metrics: t`Metrics`,
    targets: t`Targets`,
    units: t`Units`,
    promise: t`Brand promise`,
    survey: t`First survey`,
    rules: t`Alert rules`,
  }
}
