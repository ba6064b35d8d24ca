import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

/** List and case are one page: the case is a part of its address, so that the list stays as it is. */
const inbox = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./InboxPage'), 'InboxPage'),
})

const oneCase = createRoute({ getParentRoute: () => inbox, path: '$id', component: () => null })

/** As in the inbox, the chosen one is a part of the address: what a notification leads to. */
const commitments = createRoute({
  getParentRoute: () => shellRoute,
  path: '/commitments',
  component: lazyRouteComponent(() => import('./CommitmentsPage'), 'CommitmentsPage'),
})

const oneCommitment = createRoute({ getParentRoute: () => commitments, path: '$id', component: () => null })

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

const reports = createRoute({
  getParentRoute: () => shellRoute,
  path: '/case-reports',
  component: lazyRouteComponent(() => import('./CaseReportPage'), 'CaseReportPage'),
})

const calendars = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/calendars',
  component: lazyRouteComponent(() => import('./CalendarsPage'), 'CalendarsPage'),
})

const calendar = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/calendars/$id',
  component: lazyRouteComponent(() => import('./CalendarPage'), 'CalendarPage'),
})

const times = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/case-times',
  component: lazyRouteComponent(() => import('./CaseTimesPage'), 'CaseTimesPage'),
})

const causes = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/causes',
  component: lazyRouteComponent(() => import('./CausesPage'), 'CausesPage'),
})

export const caseworkPages = [
  inbox.addChildren([oneCase]),
  commitments.addChildren([oneCommitment]),
  reports,
  calendars,
  calendar,
  times,
  causes,
  rules,
  rule,
]
