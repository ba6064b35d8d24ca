import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('./ImportsPage'), 'ImportsPage'),
})

const mapping = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./NewImportPage'), 'NewImportPage'),
})

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/$id',
  component: lazyRouteComponent(() => import('./ImportPage'), 'ImportPage'),
})

export const importingPages = [list, mapping, one]
