import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/touch-points',
  component: lazyRouteComponent(() => import('./TouchPointsPage'), 'TouchPointsPage'),
})

export const touchpointPages = [list]
