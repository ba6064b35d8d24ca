import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const explorer = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explorer',
  component: lazyRouteComponent(() => import('./ExplorerPage'), 'ExplorerPage'),
})

const views = createRoute({
  getParentRoute: () => shellRoute,
  path: '/views',
  component: lazyRouteComponent(() => import('./ViewsPage'), 'ViewsPage'),
})

const rollup = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rollup',
  component: lazyRouteComponent(() => import('./RollupPage'), 'RollupPage'),
})

export const explorerPages = [explorer, views, rollup]
