import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/lists/$list',
  component: lazyRouteComponent(() => import('./ListPage'), 'ListPage'),
})

export const rosterPages = [list]
