/** The roots that every page hangs on: `rootRoute` for pages without the shell, `shellRoute` for those within. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../core/session'
import { loadWords } from '../words/i18n'

export const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()()

/** Somebody with the role client sees one page in a frame of its own. */
export const clientRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'client',
  async beforeLoad({ context }) {
    const session = await context.client.ensureQueryData(sessionQuery)
    if (!session.user || !session.organisation) throw redirect({ href: '/sign-in' })
    if (session.two_factor_needed) throw redirect({ href: '/two-factor' })
    if (session.role !== 'client') throw redirect({ href: '/' })
    await loadWords(session.organisation.language)
  },
  component: lazyRouteComponent(() => import('./ClientFrame'), 'ClientFrame'),
})

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
    if (session.role === 'client') throw redirect({ href: '/scorecard' })
    await loadWords(session.organisation.language)
  },
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
})
