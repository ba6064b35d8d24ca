import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const guide = createRoute({
  getParentRoute: () => shellRoute,
  path: '/setup/guide',
  component: lazyRouteComponent(() => import('./GuidePage'), 'GuidePage'),
})

export const setupPages = [guide]
