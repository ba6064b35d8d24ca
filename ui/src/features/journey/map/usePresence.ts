import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useSignedIn } from '../../../core/session'
import { enterMap, type Here, journeyKeys, usePeopleHere } from '../queries'

const heartbeat = 15_000

/** Who else has the map open. Says meanwhile that one has it oneself, and which part one holds. */
export function usePresence(id: string, open: string): readonly Here[] {
  const client = useQueryClient()
  const me = useSignedIn().user.id
  const [tab] = useState(() => crypto.randomUUID())
  const holding = open.includes(':') ? open : undefined
  const people = usePeopleHere(id).data
  useEffect(() => {
    const say = () =>
      // Nobody else knows for a moment; the next heartbeat says it again.
      enterMap(id, { tab, holding })
        .then((list) => client.setQueryData(journeyKeys.presence(id), list))
        .catch(() => {})
    const soon = setTimeout(say, 150)
    const beat = setInterval(say, heartbeat)
    return () => {
      clearTimeout(soon)
      clearInterval(beat)
    }
  }, [id, tab, holding, client])
  useEffect(() => {
    const leave = () => void enterMap(id, { tab, leave: true }).catch(() => {})
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [id, tab])
  return useMemo(() => (people ?? []).filter((p) => !(p.user === me && p.tab === tab)), [people, me, tab])
}
