import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { gather, listen, staleBy } from '../api/live'

/** Asks again for what live events say has changed. Without them nothing moves: screens never poll. */
export function useLive(organisation: string, user: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const gathered = gather((names) => {
      const stale = new Set([...names].flatMap((name) => staleBy[name] ?? []))
      void client.invalidateQueries({ predicate: (query) => stale.has(String(query.queryKey[0])) })
    })
    const stop = listen(organisation, (event) => gathered.add(event.name), { user })
    return () => {
      stop()
      gathered.stop()
    }
  }, [client, organisation, user])
}

const subscribe = (heard: () => void) => {
  window.addEventListener('online', heard)
  window.addEventListener('offline', heard)
  return () => {
    window.removeEventListener('online', heard)
    window.removeEventListener('offline', heard)
  }
}
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)
