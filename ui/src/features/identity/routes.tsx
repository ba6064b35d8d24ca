import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { rootRoute } from '../../app/routes'
import { sessionQuery } from '../../core/session'

const setup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  async beforeLoad({ context }) {
    const session = await context.client.ensureQueryData(sessionQuery)
    if (!session.setup_needed) throw redirect({ href: '/' })
  },
  component: lazyRouteComponent(() => import('./SetupPage'), 'SetupPage'),
})

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  async beforeLoad({ context }) {
    const session = await context.client.ensureQueryData(sessionQuery)
    if (session.setup_needed) throw redirect({ href: '/setup' })
    if (session.user && session.organisation) throw redirect({ href: '/' })
  },
  component: lazyRouteComponent(() => import('./SignInPage'), 'SignInPage'),
})

export const identityPages = [setup, signIn]
