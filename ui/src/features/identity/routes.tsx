import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { clientRoute, rootRoute, shellRoute } from '../../app/routes'
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

const forgot = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot',
  loader: ({ context }) => context.client.ensureQueryData(sessionQuery),
  component: lazyRouteComponent(() => import('./PasswordPages'), 'ForgotPage'),
})

const reset = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  component: lazyRouteComponent(() => import('./PasswordPages'), 'ResetPage'),
})

const join = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('./JoinPage'), 'JoinPage'),
})

const twoFactor = createRoute({
  getParentRoute: () => rootRoute,
  path: '/two-factor',
  async beforeLoad({ context }) {
    const session = await context.client.ensureQueryData(sessionQuery)
    if (!session.two_factor_needed) throw redirect({ href: '/' })
  },
  component: lazyRouteComponent(() => import('./TwoFactorPage'), 'TwoFactorPage'),
})

export const identityPages = [setup, signIn, forgot, reset, join, twoFactor]

const organisation = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/organisation',
  component: lazyRouteComponent(() => import('./OrganisationPage'), 'OrganisationPage'),
})

const units = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/units',
  component: lazyRouteComponent(() => import('./UnitsPage'), 'UnitsPage'),
})

const people = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/people',
  component: lazyRouteComponent(() => import('./PeoplePage'), 'PeoplePage'),
})

const tokens = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/tokens',
  component: lazyRouteComponent(() => import('./TokensPage'), 'TokensPage'),
})

const account = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/account',
  component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
})

/** What an owner or administrator sets: the organisation, its structure, its people and its tokens. */
export const identitySettingsPages = [organisation, units, people, tokens, account]

/** The same page in the frame of somebody with the role client. */
export const clientAccountPages = [
  createRoute({
    getParentRoute: () => clientRoute,
    path: '/scorecard/account',
    component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
  }),
]
