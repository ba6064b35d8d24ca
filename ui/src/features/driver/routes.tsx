import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const drivers = createRoute({
  getParentRoute: () => shellRoute,
  path: '/drivers',
  component: lazyRouteComponent(() => import('./DriversPage'), 'DriversPage'),
})

export const driverPages = [drivers]
