import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const journeys = createRoute({
  getParentRoute: () => shellRoute,
  path: '/journeys',
  component: lazyRouteComponent(() => import('./list/JourneysPage'), 'JourneysPage'),
})
const beside = createRoute({
  getParentRoute: () => shellRoute,
  path: '/journeys/compare',
  component: lazyRouteComponent(() => import('./beside/BesidePage'), 'BesidePage'),
})
const journey = createRoute({
  getParentRoute: () => shellRoute,
  path: '/journeys/$id',
  component: lazyRouteComponent(() => import('./map/JourneyPage'), 'JourneyPage'),
})

const workshops = createRoute({
  getParentRoute: () => shellRoute,
  path: '/journeys/$id/workshops',
  component: lazyRouteComponent(() => import('./workshop/WorkshopsPage'), 'WorkshopsPage'),
})
const workshop = createRoute({
  getParentRoute: () => shellRoute,
  path: '/journeys/$id/workshops/$workshop',
  component: lazyRouteComponent(() => import('./workshop/WorkshopPage'), 'WorkshopPage'),
})

export const journeyPages = [journeys, beside, journey, workshops, workshop]
