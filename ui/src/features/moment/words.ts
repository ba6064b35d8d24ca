import { useLingui } from '@lingui/react/macro'
import type { IconName } from '../../components/Icon'
import { useMembers } from '../../core/organisation'
import type { Allowance, Characteristic, Criterion, Incident, MomentFile, Reading } from './queries'

export function useStateWord(): Record<
  MomentFile['state'],
  { word: string; tone?: 'better' | 'accent'; icon?: IconName }
> {
  const { t } = useLingui()
  return {
    confirmed: { word: t`Confirmed`, tone: 'better', icon: 'check' },
    nominated: { word: t`Nominated`, tone: 'accent' },
    retired: { word: t`Retired` },
  }
}

export function useQualities(): Record<Criterion['quality'], string> {
  const { t } = useLingui()
  return {
    care: t`Care and concern`,
    spontaneity: t`Spontaneity`,
    recovery: t`Recovery`,
    problem_solving: t`Problem-solving (ours)`,
  }
}

export function useVerdicts(): Record<
  Criterion['verdict'],
  { word: string; tone?: 'better' | 'worse'; icon: IconName }
> {
  const { t } = useLingui()
  return {
    kept: { word: t`Kept`, tone: 'better', icon: 'check' },
    not_kept: { word: t`Not kept`, tone: 'worse', icon: 'warning' },
    unclear: { word: t`Can’t tell yet`, icon: 'info' },
    too_few: { word: t`Too few`, icon: 'info' },
    not_measured: { word: t`Not measured`, icon: 'minus' },
  }
}

export function useMethods(): Record<Reading['method'], string> {
  const { t } = useLingui()
  return {
    survey: t`Survey`,
    evaluation: t`Evaluation`,
    observation: t`Observation`,
    mystery_shopping: t`Mystery shopping`,
    staff: t`Staff’s own view`,
  }
}

export type Code = NonNullable<Incident['codes']>[number]

export function useCodes(): Record<Code, string> {
  const { t } = useLingui()
  return {
    ignored: t`Ignored`,
    minimised: t`Minimised`,
    passed_on: t`Passed on`,
    blamed: t`Blamed on the customer`,
    not_authorised: t`“I’m not authorised”`,
    taken_on: t`Taken on`,
  }
}
export const codes: readonly Code[] = ['ignored', 'minimised', 'passed_on', 'blamed', 'not_authorised', 'taken_on']

export function useAllowanceWords(): Record<Allowance['kind'], string> {
  const { t } = useLingui()
  return {
    refund: t`Refund`,
    credit: t`Credit`,
    replacement: t`Replacement`,
    gift: t`Gift`,
    other: t`Something else`,
  }
}

export function usePeriodWords(): Record<NonNullable<Allowance['period']>, string> {
  const { t } = useLingui()
  return { day: t`a day`, week: t`a week`, month: t`a month`, quarter: t`a quarter`, year: t`a year` }
}

/** The five characteristics: what each says, and how it is told. */
export function useFiveWords(): Record<Characteristic['key'], { name: string; how: string; none: string }> {
  const { t } = useLingui()
  return {
    criteria: {
      name: t`Contact points are assessed against customers’ criteria`,
      how: t`Touch points with at least one criterion in a customer’s own words, of all touch points.`,
      none: t`No touch point is known yet.`,
    },
    one_owner: {
      name: t`Staff own the problem until it is solved`,
      how: t`Cases solved in this time whose owner never changed after work on them had begun. Taking one from the queue is no change.`,
      none: t`No case was solved in this time.`,
    },
    procedures: {
      name: t`Crisis procedures are defined and understood`,
      how: t`Staff who passed the check of a crisis procedure in force, of those who answered, counted in groups of five.`,
      none: t`Nobody has been asked about a crisis procedure yet.`,
    },
    authority: {
      name: t`Authority allows spontaneity and recovery`,
      how: t`Cases solved in this time by the first person, neither handed over nor escalated.`,
      none: t`No case was solved in this time.`,
    },
    initiative: {
      name: t`Management encourages initiative`,
      how: t`What employees answered when they were asked, put on 0 to 100. From five answers on.`,
      none: t`Employees weren’t asked, or fewer than five answered.`,
    },
  }
}

export function useOwnerName(): (id: string | undefined) => string {
  const members = useMembers().data ?? []
  return (id) => (id ? (members.find((m) => m.id === id)?.name ?? '') : '')
}
