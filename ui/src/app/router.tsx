/** All pages. A feature exports its routes; adding one is an import and a name in the list below. */
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { parseSearch, stringifySearch } from '../components/filter/search'
import { auditPages } from '../features/audit/routes'
import { caseworkPages } from '../features/casework/routes'
import { characteristicPages } from '../features/characteristic/routes'
import { customerPages } from '../features/customer/routes'
import { dashboardPages, sharedPages } from '../features/dashboard/routes'
import { driverPages } from '../features/driver/routes'
import { employeePages } from '../features/employee/routes'
import { expectationPages } from '../features/expectation/routes'
import { explorerPages } from '../features/explorer/routes'
import { exportingPages } from '../features/exporting/routes'
import { clientAccountPages, identityPages, identitySettingsPages } from '../features/identity/routes'
import { impactPages } from '../features/impact/routes'
import { importingPages } from '../features/importing/routes'
import { jobsPages } from '../features/jobs/routes'
import { journeyPages } from '../features/journey/routes'
import { loyaltyPages } from '../features/loyalty/routes'
import { mailPages } from '../features/mail/routes'
import { metricPages } from '../features/metric/routes'
import { momentPages } from '../features/moment/routes'
import { notifyPages } from '../features/notify/routes'
import { operatorPages, scorecardPages } from '../features/operator/routes'
import { praisePages } from '../features/praise/routes'
import { promisePages } from '../features/promise/routes'
import { replyPages } from '../features/reply/routes'
import { reportingPages } from '../features/reporting/routes'
import { rosterPages } from '../features/roster/routes'
import { setupPages } from '../features/setup/routes'
import { signalPages } from '../features/signal/routes'
import { surveyPages } from '../features/survey/routes'
import { touchpointPages } from '../features/touchpoint/routes'
import { valuePages } from '../features/value/routes'
import { PageFailed, PageMissing, PagePending } from './PageStates'
import { clientRoute, rootRoute, shellRoute } from './routes'

/** Any other address: said inside the shell, so that the way on is at hand. */
const missing = createRoute({ getParentRoute: () => shellRoute, path: '/$', component: PageMissing })

/** Components side by side, only while developing. */
const demoPages = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => shellRoute,
        path: '/_states',
        component: lazyRouteComponent(() => import('../demo/StatesPage'), 'StatesPage'),
      }),
    ]
  : []

const routes = rootRoute.addChildren([
  ...identityPages,
  ...sharedPages,
  clientRoute.addChildren([...scorecardPages, ...clientAccountPages]),
  shellRoute.addChildren([
    ...importingPages,
    ...exportingPages,
    ...rosterPages,
    ...mailPages,
    ...reportingPages,
    ...promisePages,
    ...momentPages,
    ...valuePages,
    ...loyaltyPages,
    ...impactPages,
    ...journeyPages,
    ...surveyPages,
    ...caseworkPages,
    ...expectationPages,
    ...metricPages,
    ...explorerPages,
    ...driverPages,
    ...characteristicPages,
    ...dashboardPages,
    ...signalPages,
    ...touchpointPages,
    ...employeePages,
    ...customerPages,
    ...identitySettingsPages,
    ...setupPages,
    ...operatorPages,
    ...auditPages,
    ...jobsPages,
    ...notifyPages,
    ...replyPages,
    ...praisePages,
    ...demoPages,
    missing,
  ]),
])

export function newRouter(client: QueryClient) {
  return createRouter({
    routeTree: routes,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
    defaultPendingMs: 200,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: PageMissing,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>
  }
}
