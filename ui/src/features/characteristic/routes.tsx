import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const characteristics = createRoute({
  getParentRoute: () => shellRoute,
  path: '/characteristics',
  component: lazyRouteComponent(() => import('./CharacteristicsPage'), 'CharacteristicsPage'),
})
const sheets = createRoute({
  getParentRoute: () => shellRoute,
  path: '/characteristics/sheets',
  component: lazyRouteComponent(() => import('./SheetsPage'), 'SheetsPage'),
})
const sheet = createRoute({
  getParentRoute: () => shellRoute,
  path: '/characteristics/sheets/$id',
  component: lazyRouteComponent(() => import('./SheetPage'), 'SheetPage'),
})

export const characteristicPages = [characteristics, sheets, sheet]
