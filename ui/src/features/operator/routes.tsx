import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { clientRoute, shellRoute } from '../../app/routes'

const clients = createRoute({
  getParentRoute: () => shellRoute,
  path: '/operator',
  component: lazyRouteComponent(() => import('./ClientsPage'), 'ClientsPage'),
})

const grants = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/operator',
  component: lazyRouteComponent(() => import('./GrantsPage'), 'GrantsPage'),
})

const settings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/scorecard',
  component: lazyRouteComponent(() => import('./ScorecardSettingsPage'), 'ScorecardSettingsPage'),
})

export const operatorPages = [clients, grants, settings]

/** What somebody with the role client sees. */
export const scorecardPages = [
  createRoute({
    getParentRoute: () => clientRoute,
    path: '/scorecard',
    component: lazyRouteComponent(() => import('./ScorecardPage'), 'ScorecardPage'),
  }),
]
