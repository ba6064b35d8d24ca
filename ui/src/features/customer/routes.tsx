import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers',
  component: lazyRouteComponent(() => import('./CustomersPage'), 'CustomersPage'),
})

const duplicates = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers/duplicates',
  component: lazyRouteComponent(() => import('./DuplicatesPage'), 'DuplicatesPage'),
})

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers/$id',
  component: lazyRouteComponent(() => import('./CustomerPage'), 'CustomerPage'),
})

const merge = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers/$id/merge/$other',
  component: lazyRouteComponent(() => import('./MergePage'), 'MergePage'),
})

const fields = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/customers',
  component: lazyRouteComponent(() => import('./FieldsPage'), 'FieldsPage'),
})

export const customerPages = [list, duplicates, one, merge, fields]
