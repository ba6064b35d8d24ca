import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const first = createRoute({
  getParentRoute: () => shellRoute,
  path: '/impact',
  component: lazyRouteComponent(() => import('./FirstPage'), 'FirstPage'),
})
const report = createRoute({
  getParentRoute: () => shellRoute,
  path: '/impact/report',
  component: lazyRouteComponent(() => import('./ReportPage'), 'ReportPage'),
})
const shared = createRoute({
  getParentRoute: () => shellRoute,
  path: '/impact/assumptions',
  component: lazyRouteComponent(() => import('./SharedPage'), 'SharedPage'),
})
const worksheet = createRoute({
  getParentRoute: () => shellRoute,
  path: '/impact/worksheet',
  component: lazyRouteComponent(() => import('./WorksheetPage'), 'WorksheetPage'),
})
const area = createRoute({
  getParentRoute: () => shellRoute,
  path: '/impact/$id',
  component: lazyRouteComponent(() => import('./AreaPage'), 'AreaPage'),
})

export const impactPages = [first, report, shared, worksheet, area]
