import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/employees',
  component: lazyRouteComponent(() => import('./EmployeesPage'), 'EmployeesPage'),
})

export const employeePages = [list]
