import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const promises = createRoute({
  getParentRoute: () => shellRoute,
  path: '/promise',
  component: lazyRouteComponent(() => import('./PromisesPage'), 'PromisesPage'),
})
const processes = createRoute({
  getParentRoute: () => shellRoute,
  path: '/promise/processes',
  component: lazyRouteComponent(() => import('./ProcessesPage'), 'ProcessesPage'),
})
const priorities = createRoute({
  getParentRoute: () => shellRoute,
  path: '/promise/priorities',
  component: lazyRouteComponent(() => import('./PrioritiesPage'), 'PrioritiesPage'),
})
const promise = createRoute({
  getParentRoute: () => shellRoute,
  path: '/promise/$id',
  component: lazyRouteComponent(() => import('./PromisePage'), 'PromisePage'),
})
const edit = createRoute({
  getParentRoute: () => shellRoute,
  path: '/promise/$id/edit',
  component: lazyRouteComponent(() => import('./EditPage'), 'EditPage'),
})

export const promisePages = [promises, processes, priorities, promise, edit]
