import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/jobs',
  component: lazyRouteComponent(() => import('./JobsPage'), 'JobsPage'),
})

export const jobsPages = [list]
