import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const moments = createRoute({
  getParentRoute: () => shellRoute,
  path: '/moments',
  component: lazyRouteComponent(() => import('./MomentsPage'), 'MomentsPage'),
})
const five = createRoute({
  getParentRoute: () => shellRoute,
  path: '/moments/characteristics',
  component: lazyRouteComponent(() => import('./FivePage'), 'FivePage'),
})
const moment = createRoute({
  getParentRoute: () => shellRoute,
  path: '/moments/$id',
  component: lazyRouteComponent(() => import('./MomentPage'), 'MomentPage'),
})
const pick = createRoute({
  getParentRoute: () => shellRoute,
  path: '/moments/$id/pick',
  component: lazyRouteComponent(() => import('./PickPage'), 'PickPage'),
})
const procedure = createRoute({
  getParentRoute: () => shellRoute,
  path: '/moments/$id/procedure',
  component: lazyRouteComponent(() => import('./ProcedurePage'), 'ProcedurePage'),
})
const check = createRoute({
  getParentRoute: () => shellRoute,
  path: '/moments/$id/check',
  component: lazyRouteComponent(() => import('./CheckPage'), 'CheckPage'),
})

export const momentPages = [moments, five, moment, pick, procedure, check]
