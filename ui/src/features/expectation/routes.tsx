import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const expectations = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/expectations',
  component: lazyRouteComponent(() => import('./ExpectationsPage'), 'ExpectationsPage'),
})

export const expectationPages = [expectations]
