import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/routes'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/surveys',
  component: lazyRouteComponent(() => import('./SurveysPage'), 'SurveysPage'),
})

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/surveys/$id',
  component: lazyRouteComponent(() => import('./SurveyPage'), 'SurveyPage'),
})

export const surveyPages = [list, one]
