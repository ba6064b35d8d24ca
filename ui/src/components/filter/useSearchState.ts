import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Search } from './search'

/** What else a screen keeps in the URL beside the slice: the chosen metric, a grain. Undefined takes a key out. */
export function useSearchState(): [get: (key: string) => string, set: (patch: Search) => void] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const get = (key: string) => (typeof search[key] === 'string' ? (search[key] as string) : '')
  const set = (patch: Search) =>
    void navigate({
      to: '.',
      search: ((now: Search) => ({ ...now, ...patch })) as never,
      resetScroll: false,
      replace: true,
    })
  return [get, set]
}
