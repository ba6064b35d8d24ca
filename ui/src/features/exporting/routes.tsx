import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const exportsPage = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exports',
  component: lazyRouteComponent(() => import('./ExportsPage'), 'ExportsPage'),
})

export const exportingPages = [exportsPage]
