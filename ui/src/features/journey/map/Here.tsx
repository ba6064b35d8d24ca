import { Plural, useLingui } from '@lingui/react/macro'
import { Avatar } from '../../../components/Avatar'
import type { MapDoc, Here as Person } from '../queries'
import css from './map.module.css'

/** Who else looks at the map, and at what. */
export function Here({ people, map }: { people: readonly Person[]; map: MapDoc }) {
  const { t } = useLingui()
  if (people.length === 0) return null
  const names = [...new Map(people.map((p) => [p.user, p])).values()]
  const holds = (p: Person) => {
    const [, id] = (p.holding ?? '').split(':')
    return map.cards.find((c) => c.id === id)?.task ?? map.stages.find((s) => s.id === id)?.name
  }
  const said = names.map((p) => {
    const at = holds(p)
    return at ? t`${p.name} at “${at}”` : p.name
  })
  return (
    <span className={`${css.people} no-print`} title={said.join('\n')}>
      {names.slice(0, 6).map((p) => (
        <Avatar key={p.user} name={p.name} />
      ))}
      <span className="small muted" style={{ marginInlineStart: 6 }}>
        <Plural value={names.length} one="# other is here" other="# others are here" />
      </span>
      <span className="vh">{said.join(', ')}</span>
    </span>
  )
}
