import { Trans, useLingui } from '@lingui/react/macro'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.layer.css'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAllCommands } from '../components/commands/Commands'
import type { Command } from '../components/commands/command-list'
import { address } from '../components/filter/search'
import { Icon } from '../components/Icon'
import { Kbd } from '../components/Kbd'
import { useMay } from '../core/session'
import { areas, overview, settings } from './navigation'
import css from './palette.module.css'
import { usePages } from './Sidebar'
import { matches } from './search-words'
import { useTypeAhead } from './useTypeAhead'

const [store, palette] = createSpotlight()

export const openPalette = palette.open

/** Ctrl/Cmd K: every action of the present screen, then every page. */
export function CommandPalette() {
  const { t } = useLingui()
  const [query, setQuery] = useState('')
  const typedAhead = useTypeAhead(store)
  const commands = useAllCommands().filter((c) => !c.keyOnly)
  const all = [...commands, ...usePageCommands()].filter((c) =>
    matches(query, `${c.label} ${c.group} ${c.words ?? ''}`),
  )
  const search = useSearchCommand(query.trim())
  if (search) all.push(search)
  const groups = [...new Set(all.map((c) => c.group))]
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      clearQueryOnClose
      scrollable
      overlayProps={{ blur: 0 }}
      maxHeight={420}
      transitionProps={{ duration: 120 }}
      attributes={{ content: { 'aria-label': t`Search or do` } }}
      classNames={{ content: css.content, body: css.body }}
    >
      <Spotlight.Search
        placeholder={t`Search or do`}
        aria-label={t`Search or do`}
        leftSection={<Icon name="search" />}
        rightSection={<Kbd>Esc</Kbd>}
        rightSectionWidth={52}
        className={css.search}
        onFocus={typedAhead}
      />
      <Spotlight.ActionsList className={css.list}>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group} label={group} className={css.group}>
            {all
              .filter((c) => c.group === group)
              .map((command) => (
                <Spotlight.Action key={command.id} onClick={command.run} className={css.action}>
                  {command.icon && <Icon name={command.icon} />}
                  <span className="grow ellipsis">
                    <Marked text={command.label} query={query} />
                  </span>
                  {command.key && <Kbd>{command.key}</Kbd>}
                </Spotlight.Action>
              ))}
          </Spotlight.ActionsGroup>
        ))}
        {all.length === 0 && (
          <Spotlight.Empty>
            <Trans>Nothing is called that.</Trans>
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
      <div className={css.foot} aria-hidden="true">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> <Trans>move</Trans>
        </span>
        <span>
          <Kbd>↵</Kbd> <Trans>do</Trans>
        </span>
      </div>
    </Spotlight.Root>
  )
}

function usePageCommands(): Command[] {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const pages = usePages()
  const group = t`Pages`
  const places = [overview, ...areas.flatMap((area) => pages(area)), ...settings.flatMap((area) => pages(area))]
  return places.map((place) => ({
    id: `page${place.href}`,
    label: i18n._(place.label),
    group,
    icon: place.icon,
    run: () => void router.navigate({ href: place.href }),
  }))
}

/** What is typed, looked for in comments. */
function useSearchCommand(words: string): Command | null {
  const { t } = useLingui()
  const router = useRouter()
  const may = useMay('signal.read')
  if (words.length < 2 || !may) return null
  return {
    id: 'search-comments',
    label: t`Search comments for “${words}”`,
    group: t`Comments`,
    icon: 'search',
    run: () => void router.navigate({ href: address('/signals', { q: words }) }),
  }
}

/** The found part in bold. */
function Marked({ text, query }: { text: string; query: string }) {
  const at = query.trim() ? text.toLocaleLowerCase().indexOf(query.trim().toLocaleLowerCase()) : -1
  if (at < 0) return <>{text}</>
  const end = at + query.trim().length
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, end)}</b>
      {text.slice(end)}
    </>
  )
}
