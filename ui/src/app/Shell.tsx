import { Trans, useLingui } from '@lingui/react/macro'
import { Drawer } from '@mantine/core'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { CommandProvider, useCommands } from '../components/commands/Commands'
import { Notice } from '../components/feedback/ErrorState'
import { ToastProvider, useToasts } from '../components/feedback/Toasts'
import { ShellContext } from '../components/layout/PageHeader'
import { useSession } from '../core/session'
import { FormatProvider } from '../words/i18n'
import { CommandPalette, openPalette } from './CommandPalette'
import { KeyboardList } from './KeyboardList'
import { useSwitchCommands } from './OrganisationMenu'
import { PhoneBar } from './PhoneBar'
import { Sidebar } from './Sidebar'
import css from './shell.module.css'
import { useLive, useOnline } from './useLive'

/** The frame around every page of somebody who is signed in. */
export function Shell() {
  const { data: session } = useSession()
  const router = useRouter()
  const gone = session !== undefined && (!session.user || !session.organisation)
  useEffect(() => {
    // Signed out elsewhere, or the session ran out: the page's address is kept for afterwards.
    if (gone) void router.navigate({ href: `/sign-in?next=${encodeURIComponent(router.state.location.href)}` })
    else if (session?.two_factor_needed) void router.navigate({ href: '/two-factor' })
  }, [gone, session?.two_factor_needed, router])
  if (!session?.user || !session.organisation) return null
  return (
    <FormatProvider language={session.organisation.language} zone={session.organisation.zone}>
      <CommandProvider>
        <ToastProvider>
          <Frame key={session.organisation.id} organisation={session.organisation} user={session.user.id} />
        </ToastProvider>
      </CommandProvider>
    </FormatProvider>
  )
}

function Frame({ organisation, user }: { organisation: { id: string; name: string }; user: string }) {
  const { t } = useLingui()
  const router = useRouter()
  const [drawer, setDrawer] = useState(false)
  const [keys, setKeys] = useState(false)
  const path = useLocation({ select: (l) => l.pathname })
  const online = useOnline()
  const toasts = useToasts()
  const pages = useRef(0)
  useLive(organisation.id, user)

  const seen = useRef('')
  useEffect(() => {
    if (seen.current === path) return
    seen.current = path
    pages.current += 1
    setDrawer(false)
  }, [path])
  useCommands([
    ...useSwitchCommands(),
    { id: 'shell.keys', label: t`Show all keys`, group: t`Help`, icon: 'keyboard', key: '?', run: () => setKeys(true) },
    { id: 'shell.undo', label: t`Undo`, group: t`Everywhere`, key: 'z', keyOnly: true, run: () => toasts.undoLast() },
    { id: 'shell.search', label: t`Search or do`, group: t`Everywhere`, key: '/', keyOnly: true, run: openPalette },
  ])
  const shell = useMemo(
    () => ({
      openMenu: () => setDrawer(true),
      openSearch: openPalette,
      organisation: organisation.name,
      // Coming from the sign-in page is a change of page too, though the shell is new then.
      firstPage: () => pages.current <= 1 && !(router.state.location.state.__TSR_index > 0),
    }),
    [organisation.name, router],
  )
  const showKeys = () => {
    setDrawer(false)
    setKeys(true)
  }
  return (
    <ShellContext.Provider value={shell}>
      <a className={css.skip} href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      <div className={css.app}>
        <Sidebar onSearch={openPalette} onKeys={showKeys} />
        <main className={css.main} id="main" tabIndex={-1}>
          {!online && (
            <div className={css.offline}>
              <Notice tone="soon" icon="warning">
                <Trans>There is no connection. What you see may be old; nothing can be saved until it is back.</Trans>
              </Notice>
            </div>
          )}
          <Outlet />
        </main>
        <PhoneBar onMore={() => setDrawer(true)} />
      </div>
      <Drawer
        opened={drawer}
        onClose={() => setDrawer(false)}
        title={t`Menu`}
        size={300}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        <Sidebar drawer onSearch={openPalette} onKeys={showKeys} />
      </Drawer>
      <CommandPalette />
      <KeyboardList opened={keys} onClose={() => setKeys(false)} />
    </ShellContext.Provider>
  )
}
