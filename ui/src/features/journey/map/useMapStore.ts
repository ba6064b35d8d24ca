import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type Journey, journeyKeys, journeyQuery, sendEdits } from '../queries'
import { MapStore, type Shown } from './store'

/** The draft of a journey under one's own hands, kept level with what others make of it. */
export function useMapStore(start: Journey): { store: MapStore; shown: Shown } {
  const client = useQueryClient()
  const id = start.id
  const [store] = useState(
    () =>
      new MapStore(start, {
        send: (edits) => sendEdits(id, edits),
        load: () => client.fetchQuery({ ...journeyQuery(id), staleTime: 0 }),
      }),
  )
  useEffect(() => store.adopt(start), [store, start])
  useEffect(() => {
    const online = () => store.retry()
    const leaving = (event: BeforeUnloadEvent) => {
      if (store.snapshot().pending > 0) event.preventDefault()
    }
    window.addEventListener('online', online)
    window.addEventListener('beforeunload', leaving)
    return () => {
      window.removeEventListener('online', online)
      window.removeEventListener('beforeunload', leaving)
    }
  }, [store])
  useEffect(
    () => () => {
      void store.flush().then(() => client.invalidateQueries({ queryKey: journeyKeys.all }))
    },
    [store, client],
  )
  const shown = useSyncExternalStore(store.subscribe, store.snapshot)
  return { store, shown }
}
