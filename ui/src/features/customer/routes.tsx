import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/customers',
  component: lazyRouteComponent(() => import('./CustomersPage'), 'CustomersPage'),
})

export const customerPages = [list]
