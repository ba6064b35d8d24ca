import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const value = createRoute({
  getParentRoute: () => shellRoute,
  path: '/value',
  component: lazyRouteComponent(() => import('./ValuePage'), 'ValuePage'),
})

export const valuePages = [value]
