import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

/** List and case are one page: the case is a part of its address, so that the list stays as it is. */
const inbox = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./InboxPage'), 'InboxPage'),
})

const oneCase = createRoute({ getParentRoute: () => inbox, path: '$id', component: () => null })

const rules = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rules',
  component: lazyRouteComponent(() => import('./RulesPage'), 'RulesPage'),
})

const rule = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rules/$id',
  component: lazyRouteComponent(() => import('./RulePage'), 'RulePage'),
})

export const caseworkPages = [inbox.addChildren([oneCase]), rules, rule]
