import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const loyalty = createRoute({
  getParentRoute: () => shellRoute,
  path: '/loyalty',
  component: lazyRouteComponent(() => import('./LoyaltyPage'), 'LoyaltyPage'),
})
const lost = createRoute({
  getParentRoute: () => shellRoute,
  path: '/loyalty/lost',
  component: lazyRouteComponent(() => import('./LostPage'), 'LostPage'),
})

export const loyaltyPages = [loyalty, lost]
