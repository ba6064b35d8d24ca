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

const mappings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/mappings',
  component: lazyRouteComponent(() => import('./MappingsPage'), 'MappingsPage'),
})

const folders = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/folders',
  component: lazyRouteComponent(() => import('./FoldersPage'), 'FoldersPage'),
})

export const importingPages = [list, mapping, mappings, folders, one]
