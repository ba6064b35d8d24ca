/** What the inbox lists, as its address says it: `/inbox/cas_1?tab=overdue&search=refund&point=call`. */
import type { State } from './moves'
import type { Counts } from './queries'

export const tabs = ['mine', 'team', 'unassigned', 'overdue', 'broken', 'mentioned', 'watched', 'all'] as const
export type Tab = (typeof tabs)[number]

/** What a report's numbers narrow the list by; the server's own words. */
export const facetKeys = [
  'unit',
  'rule',
  'cause',
  'severity',
  'opened_from',
  'opened_to',
  'resolved_from',
  'resolved_to',
  'closed_from',
  'closed_to',
  'reopened_from',
  'reopened_to',
  'in_time',
] as const
type FacetKey = (typeof facetKeys)[number]

export type ListQuestion = { [key in Exclude<FacetKey, 'severity' | 'in_time'>]?: string } & {
  severity?: 'high' | 'medium' | 'low'
  in_time?: 'yes' | 'no'
  broken?: boolean
  mentioned?: boolean
  watched?: boolean
  state?: string[]
  owner?: string
  overdue?: boolean
  search?: string
  touch_point?: string
  order: 'due' | 'newest'
}

const live: State[] = ['new', 'open', 'waiting']
const states: readonly string[] = [...live, 'resolved', 'closed']

export const isTab = (text: string): text is Tab => (tabs as readonly string[]).includes(text)

/** A tab narrows first; then what else the address says. Only "All" shows cases that are done. */
export function questionOf(tab: Tab, get: (key: string) => string): ListQuestion {
  const chosen = get('state')
    .split(',')
    .filter((state) => states.includes(state))
  const order = get('order')
  const facets = Object.fromEntries(facetKeys.map((key) => [key, get(key) || undefined]))
  return {
    ...facets,
    broken: tab === 'broken' || undefined,
    mentioned: tab === 'mentioned' || undefined,
    watched: tab === 'watched' || undefined,
    state: tab === 'all' ? (chosen.length > 0 ? chosen : undefined) : live,
    owner: tab === 'mine' ? 'me' : tab === 'unassigned' ? 'none' : get('owner') || undefined,
    overdue: tab === 'overdue' || undefined,
    search: get('search').trim() || undefined,
    touch_point: get('point') || undefined,
    order: order === 'due' || order === 'newest' ? order : tab === 'all' ? 'newest' : 'due',
  }
}

/** How many each tab holds; all cases are not counted. */
export function countOf(tab: Tab, counts: Counts | undefined): number | undefined {
  switch (tab) {
    case 'all':
      return undefined
    // The list holds every live case that the person sees, so that is its number.
    case 'team':
      return counts?.open
    default:
      return counts?.[tab]
  }
}

/** How many filters stand besides the tab. */
export const filtersOf = (tab: Tab, get: (key: string) => string): number =>
  [get('point'), tab === 'all' ? get('state') : '', ownerFits(tab) ? get('owner') : '', get('order')].filter(Boolean)
    .length

export const ownerFits = (tab: Tab): boolean => tab !== 'mine' && tab !== 'unassigned'

/** Whether a row would be among those fetched so far, were it still listed. */
export function reaches(
  order: 'due' | 'newest',
  last: { due_at: string; opened_at: string } | undefined,
  complete: boolean,
): (row: { due_at: string; opened_at: string }) => boolean {
  if (complete || !last) return () => true
  return (row) =>
    order === 'due'
      ? Date.parse(row.due_at) <= Date.parse(last.due_at)
      : Date.parse(row.opened_at) >= Date.parse(last.opened_at)
}
