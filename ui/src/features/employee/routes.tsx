import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/employees',
  component: lazyRouteComponent(() => import('./EmployeesPage'), 'EmployeesPage'),
})

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/employees/$id',
  component: lazyRouteComponent(() => import('./EmployeePage'), 'EmployeePage'),
})

export const employeePages = [list, one]
