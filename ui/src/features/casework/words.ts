/** What the closed lists of casework are called; a key this version doesn't know keeps itself. */
import { useLingui } from '@lingui/react/macro'
import type { Format } from '../../words/format'
import type { Deed, State } from './moves'

export function useStateWords(): Record<State, string> {
  const { t } = useLingui()
  return { new: t`New`, open: t`Open`, waiting: t`Waiting`, resolved: t`Resolved`, closed: t`Closed` }
}

export function useDeedWords(): Record<Deed, string> {
  const { t } = useLingui()
  return {
    open: t`Begin`,
    wait: t`Wait for the customer`,
    resume: t`Go on`,
    resolve: t`Resolve`,
    close: t`Close`,
    reopen: t`Reopen`,
  }
}

export type Severity = 'high' | 'medium' | 'low'
export const severities: readonly Severity[] = ['high', 'medium', 'low']

export function useSeverityWords(): Record<Severity, string> {
  const { t } = useLingui()
  return { high: t`High`, medium: t`Medium`, low: t`Low` }
}

export function useClockWords(): Record<'acknowledge' | 'first_response' | 'next_response' | 'resolve', string> {
  const { t } = useLingui()
  return {
    acknowledge: t`Acknowledge`,
    first_response: t`First response`,
    next_response: t`Next response`,
    resolve: t`Resolve`,
  }
}

/** Causes and outcomes; the server's own name stands for a key without a word here. */
export function useOptionWords(): (option: { key: string; name: string }) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    listening: t`Not listened to`,
    asking: t`Not asked what was needed`,
    responsible: t`Nobody took responsibility`,
    responsive: t`Needs not met`,
    knowledgeable: t`Lack of knowledge`,
    complete: t`Left incomplete`,
    timely: t`Took too long`,
    accurate: t`Wrong or mistaken`,
    product: t`Fault of the product or service`,
    process: t`Our process or policy`,
    price: t`Price or billing`,
    system: t`Technical failure`,
    promise: t`Promise not kept`,
    other: t`Something else`,
    put_right: t`Put right`,
    apologised: t`Apologised`,
    redress: t`Refund, credit or replacement`,
    explained: t`Explained`,
    not_possible: t`Could not be put right`,
    no_reply: t`Customer didn’t reply`,
    no_problem: t`No problem after all`,
    duplicate: t`Duplicate of another case`,
  }
  return ({ key, name }) => words[key] ?? name
}

export function useSignalKindWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    survey: t`Survey`,
    feedback: t`Feedback`,
    review: t`Review`,
    evaluation: t`Evaluation`,
    employee: t`Employee`,
    conversation: t`Conversation`,
    operational: t`Operational`,
    silence: t`Silence`,
  }
}

export function useMoodWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    very_negative: t`Very negative`,
    negative: t`Negative`,
    mixed: t`Mixed`,
    positive: t`Positive`,
    very_positive: t`Very positive`,
  }
}

/** "14:05" today, "3 Nov, 14:05" this year, else with the year. */
export const moment = (at: string, format: Format): string => {
  const short = format.moment(at)
  return short === format.time(at) ? short : `${short}, ${format.time(at)}`
}
