/** The roots that every page hangs on: `rootRoute` for pages without the shell, `shellRoute` for those within. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../core/session'
import { loadWords } from '../words/i18n'

export const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()()

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  async beforeLoad({ context, location }) {
    const session = await context.client.ensureQueryData(sessionQuery)
    if (session.setup_needed) throw redirect({ href: '/setup' })
    if (!session.user || !session.organisation) {
      const next = location.href === '/' ? '' : `?next=${encodeURIComponent(location.href)}`
      throw redirect({ href: `/sign-in${next}` })
    }
    if (session.two_factor_needed) throw redirect({ href: '/two-factor' })
    await loadWords(session.organisation.language)
  },
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
})
