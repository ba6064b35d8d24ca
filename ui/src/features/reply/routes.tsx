import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const letters = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/letters',
  component: lazyRouteComponent(() => import('./LettersPage'), 'LettersPage'),
})

const followUp = createRoute({
  getParentRoute: () => shellRoute,
  path: '/follow-up',
  component: lazyRouteComponent(() => import('./FollowUpPage'), 'FollowUpPage'),
})

export const replyPages = [letters, followUp]
