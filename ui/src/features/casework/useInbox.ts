import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { address } from '../../components/filter/search'
import { useSearchState } from '../../components/filter/useSearchState'
import { accept, awaitOwn, drop, type Held, hold } from './held'
import { facetKeys, isTab, questionOf, reaches, type Tab } from './inbox'
import { type Case, type CaseFile, caseKeys, useCaseList } from './queries'

const kept = ['tab', 'search', 'point', 'owner', 'state', 'order', ...facetKeys] as const

/** The list of the inbox as it is shown: what the address asks for, held still while it is worked on. */
export function useInbox(current: string) {
  const router = useRouter()
  const client = useQueryClient()
  const [get, set] = useSearchState()
  const said = get('tab')
  const tab: Tab = isTab(said) ? said : 'mine'
  const question = questionOf(tab, get)
  const list = useCaseList(question)
  const key = JSON.stringify(question)
  const pages = list.data?.pages
  const fresh = useMemo(() => {
    const byId = new Map<string, Case>()
    for (const page of pages ?? []) for (const one of page.items ?? []) byId.set(one.id, one)
    return [...byId.values()]
  }, [pages])
  const [held, setHeld] = useState<Held<Case>>()
  if (pages && (held?.key !== key || held.fresh !== fresh)) {
    const inReach = reaches(question.order, fresh.at(-1), !list.hasNextPage)
    setHeld(hold(held, { key, pages: pages.length, fresh, inReach }))
  }
  const shown = held?.key === key && pages ? held : undefined
  const search = Object.fromEntries(kept.map((name) => [name, get(name) || undefined]))
  const link = (id?: string) => address(id ? `/inbox/${id}` : '/inbox', search)
  const change = (by: (held: Held<Case>) => Held<Case>) => setHeld((now) => now && by(now))
  return {
    tab,
    get,
    set,
    list,
    rows: shown?.rows,
    gone: shown?.gone ?? [],
    coming: shown?.coming ?? [],
    counts: pages?.[0]?.counts,
    link,
    accept: () => change(accept),
    drop: (ids: readonly string[]) => change((now) => drop(now, ids)),
    awaitOwn: (ids: readonly string[]) => change((now) => awaitOwn(now, ids)),
    /** Goes to a case and, unless told otherwise, puts the focus on its row: the next key works from there. */
    go: (id: string | undefined, how: { replace?: boolean; focus?: boolean } = {}) => {
      void router.navigate({ href: link(id), replace: how.replace })
      if (id && how.focus !== false) requestAnimationFrame(() => document.getElementById(rowId(id))?.focus())
    },
    /** The case as the person sees it: the open one as read, others as listed. */
    seen: (id: string): Case | undefined =>
      (id === current ? client.getQueryData<CaseFile>(caseKeys.one(id)) : undefined) ??
      shown?.rows.find((row) => row.id === id),
  }
}

export type Inbox = ReturnType<typeof useInbox>
export const rowId = (id: string): string => `row-${id}`
