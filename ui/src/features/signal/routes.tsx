import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const signals = createRoute({
  getParentRoute: () => shellRoute,
  path: '/signals',
  component: lazyRouteComponent(() => import('./SignalsPage'), 'SignalsPage'),
})

const signal = createRoute({
  getParentRoute: () => shellRoute,
  path: '/signals/$id',
  component: lazyRouteComponent(() => import('./SignalPage'), 'SignalPage'),
})

const masking = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/masking',
  component: lazyRouteComponent(() => import('./MaskingPage'), 'MaskingPage'),
})

export const signalPages = [signals, signal, masking]
