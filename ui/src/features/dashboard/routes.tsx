import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute, shellRoute } from '../../app/routes'

const dashboards = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboards',
  component: lazyRouteComponent(() => import('./DashboardsPage'), 'DashboardsPage'),
})

const dashboard = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboards/$id',
  component: lazyRouteComponent(() => import('./DashboardPage'), 'DashboardPage'),
})

/** What a read-only link shows: outside the shell, since nobody is signed in. */
const shared = createRoute({
  getParentRoute: () => rootRoute,
  path: '/shared/$token',
  component: lazyRouteComponent(() => import('./SharedPage'), 'SharedPage'),
})

export const dashboardPages = [dashboards, dashboard]
export const sharedPages = [shared]
