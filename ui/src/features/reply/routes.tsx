import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const letters = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/letters',
  component: lazyRouteComponent(() => import('./LettersPage'), 'LettersPage'),
})

export const replyPages = [letters]
