import { Trans, useLingui } from '@lingui/react/macro'
import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { AppLink } from '../components/AppLink'
import { Button } from '../components/Button'
import { CommandProvider } from '../components/commands/Commands'
import { ToastProvider } from '../components/feedback/Toasts'
import { Logo } from '../components/Icon'
import { useSession, useSignOut } from '../core/session'
import { FormatProvider } from '../words/i18n'
import css from './client.module.css'

/** The frame of somebody with the role client: one page and their own account, nothing that leads further. */
export function ClientFrame() {
  const { t } = useLingui()
  const { data: session } = useSession()
  const router = useRouter()
  const signOut = useSignOut()
  const gone = session !== undefined && (!session.user || !session.organisation)
  useEffect(() => {
    if (gone) void router.navigate({ href: '/sign-in' })
    else if (session?.two_factor_needed) void router.navigate({ href: '/two-factor' })
  }, [gone, session?.two_factor_needed, router])
  if (!session?.user || !session.organisation) return null
  const leave = () => signOut.mutate(undefined, { onSettled: () => void router.navigate({ href: '/sign-in' }) })
  return (
    <FormatProvider language={session.organisation.language} zone={session.organisation.zone}>
      <CommandProvider>
        <ToastProvider>
          <div className={css.frame}>
            <nav className={css.bar} aria-label={t`Main`}>
              <AppLink className={css.name} href="/scorecard">
                <Logo />
                <span className="ellipsis">{session.organisation.name}</span>
              </AppLink>
              <span className="grow" />
              <AppLink className={css.link} href="/scorecard/account">
                <Trans>Your account</Trans>
              </AppLink>
              <Button kind="quiet" onClick={leave}>
                <Trans>Sign out</Trans>
              </Button>
            </nav>
            <main className={css.main} id="main" tabIndex={-1}>
              <Outlet />
            </main>
          </div>
        </ToastProvider>
      </CommandProvider>
    </FormatProvider>
  )
}
