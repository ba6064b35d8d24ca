import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const praise = createRoute({
  getParentRoute: () => shellRoute,
  path: '/praise',
  component: lazyRouteComponent(() => import('./PraisePage'), 'PraisePage'),
})

export const praisePages = [praise]
