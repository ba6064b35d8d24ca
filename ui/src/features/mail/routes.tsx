import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const page = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/mail',
  component: lazyRouteComponent(() => import('./MailPage'), 'MailPage'),
})

export const mailPages = [page]
