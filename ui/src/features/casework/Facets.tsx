import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { useMembers, useUnits } from '../../core/organisation'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import { facetKeys } from './inbox'
import { useCaseOptions } from './queries'
import { useRules } from './rule-queries'
import type { Inbox } from './useInbox'
import { useOptionWords, useSeverityWords } from './words'

/** What a report's number narrowed the list to, in words, and the way out of it. */
export function Facets({ inbox }: { inbox: Inbox }) {
  const words = useFacetWords(inbox.get)
  if (words.length === 0) return null
  return (
    <div className={css.facets}>
      <span className="grow small">{words.join(' · ')}</span>
      <Button
        kind="quiet"
        square
        icon="close"
        onClick={() => inbox.set(Object.fromEntries(facetKeys.map((key) => [key, undefined])))}
      >
        <Trans>Show all</Trans>
      </Button>
    </div>
  )
}

function useFacetWords(get: (key: string) => string): string[] {
  const { t } = useLingui()
  const format = useFormat()
  const units = useUnits().data ?? []
  const members = useMembers().data ?? []
  const rules = useRules().data ?? []
  const options = useCaseOptions().data
  const option = useOptionWords()
  const severities = useSeverityWords()
  const out: string[] = []
  const day = (key: string) => (get(key) ? format.date(get(key)) : '')
  const span = (key: string, words: (from: string, to: string) => string) => {
    const end = get(`${key}_to`)
    const last = end ? format.date(new Date(Date.parse(end) - 1).toISOString()) : ''
    if (get(`${key}_from`) || end) out.push(words(day(`${key}_from`), last))
  }
  const named = (key: string, find: (id: string) => string | undefined, none: string) => {
    if (get(key)) out.push(get(key) === 'none' ? none : (find(get(key)) ?? get(key)))
  }
  named('unit', (id) => units.find((u) => u.id === id)?.name, t`No unit`)
  named('rule', (id) => rules.find((r) => r.id === id)?.name, t`Opened by hand`)
  named('cause', (key) => option(options?.all.find((c) => c.key === key) ?? { key, name: key }), t`No cause yet`)
  named('owner', (id) => members.find((m) => m.id === id)?.name, t`Nobody fit`)
  named('severity', (key) => severities[key as keyof typeof severities], '')
  span('opened', (from, to) => t`opened ${from} to ${to}`)
  span('resolved', (from, to) => t`resolved ${from} to ${to}`)
  span('closed', (from, to) => t`closed ${from} to ${to}`)
  span('reopened', (from, to) => t`reopened ${from} to ${to}`)
  if (get('in_time')) out.push(get('in_time') === 'yes' ? t`in time` : t`late`)
  return out.filter(Boolean)
}
