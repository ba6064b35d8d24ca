import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const overview = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage'),
})

const figure = createRoute({
  getParentRoute: () => shellRoute,
  path: '/figures/$metric',
  component: lazyRouteComponent(() => import('./FigurePage'), 'FigurePage'),
})

const metrics = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/metrics',
  component: lazyRouteComponent(() => import('./MetricsPage'), 'MetricsPage'),
})

const metric = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/metrics/$metric',
  component: lazyRouteComponent(() => import('./MetricPage'), 'MetricPage'),
})

export const metricPages = [overview, figure, metrics, metric]
