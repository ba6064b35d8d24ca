/** The areas of the interface in the order of the two loops. An entry shows once its page exists. */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { IconName } from '../components/Icon'

export type Place = {
  label: MessageDescriptor
  href: string
  icon: IconName
  count?: 'cases'
  verb?: string
  operator?: true
}
export type Area = { label: MessageDescriptor; icon: IconName; places: readonly Place[] }

export const overview: Place = { label: msg`Overview`, href: '/', icon: 'overview' }

export const areas: readonly Area[] = [
  {
    label: msg`Map`,
    icon: 'map',
    places: [
      { label: msg`Brand promise`, href: '/promise', icon: 'star', verb: 'promise.read' },
      { label: msg`Journeys`, href: '/journeys', icon: 'map', verb: 'journey.read' },
      { label: msg`Moments of truth`, href: '/moments', icon: 'diamond', verb: 'moment.read' },
    ],
  },
  {
    label: msg`Listen`,
    icon: 'listen',
    places: [
      { label: msg`Surveys`, href: '/surveys', icon: 'survey' },
      { label: msg`Signals`, href: '/signals', icon: 'signal' },
      { label: msg`Imports`, href: '/imports', icon: 'import' },
      { label: msg`Exports`, href: '/exports', icon: 'export', verb: 'export.write' },
    ],
  },
  {
    label: msg`Understand`,
    icon: 'understand',
    places: [
      { label: msg`Where to look first`, href: '/impact', icon: 'gauge', verb: 'impact.read' },
      { label: msg`Dashboards`, href: '/dashboards', icon: 'grid', verb: 'figure.read' },
      { label: msg`Explorer`, href: '/explorer', icon: 'understand', verb: 'figure.read' },
      { label: msg`Roll-up`, href: '/rollup', icon: 'tree', verb: 'figure.read' },
      { label: msg`Drivers`, href: '/drivers', icon: 'bars', verb: 'figure.read' },
      { label: msg`Business results`, href: '/loyalty', icon: 'gauge', verb: 'loyalty.read' },
      { label: msg`Customer value`, href: '/value', icon: 'star', verb: 'value.read' },
      { label: msg`Characteristics`, href: '/characteristics', icon: 'check', verb: 'characteristic.read' },
      { label: msg`Reports`, href: '/reports', icon: 'mail', verb: 'report.write' },
    ],
  },
  {
    label: msg`Recover`,
    icon: 'recover',
    places: [
      { label: msg`Inbox`, href: '/inbox', icon: 'recover', count: 'cases' },
      { label: msg`Commitments`, href: '/commitments', icon: 'phone' },
      { label: msg`Customers`, href: '/customers', icon: 'people', verb: 'people.read' },
      { label: msg`Rules`, href: '/rules', icon: 'rule', verb: 'rule.read' },
      { label: msg`Case reports`, href: '/case-reports', icon: 'gauge' },
      { label: msg`Follow-up`, href: '/follow-up', icon: 'undo', verb: 'rule.read' },
      { label: msg`Praise`, href: '/praise', icon: 'sun' },
    ],
  },
  {
    label: msg`Operator`,
    icon: 'building',
    places: [{ label: msg`Clients`, href: '/operator', icon: 'building', verb: 'operator.read', operator: true }],
  },
]

export const settings: readonly Area[] = [
  {
    label: msg`You`,
    icon: 'person',
    places: [
      { label: msg`Your account`, href: '/settings/account', icon: 'lock' },
      { label: msg`Notifications`, href: '/settings/notifications', icon: 'bell' },
    ],
  },
  {
    label: msg`Organisation`,
    icon: 'building',
    places: [
      { label: msg`Organisation`, href: '/settings/organisation', icon: 'building' },
      { label: msg`Guided set-up`, href: '/setup/guide', icon: 'play', verb: 'setup.write' },
      { label: msg`Units`, href: '/settings/units', icon: 'tree' },
      { label: msg`People`, href: '/settings/people', icon: 'people', verb: 'user.read' },
      { label: msg`Client scorecard`, href: '/settings/scorecard', icon: 'gauge', verb: 'scorecard.write' },
      { label: msg`Operator`, href: '/settings/operator', icon: 'eye', verb: 'operator_grant.read' },
    ],
  },
  {
    label: msg`What is measured`,
    icon: 'gauge',
    places: [
      { label: msg`Metrics`, href: '/settings/metrics', icon: 'gauge' },
      { label: msg`Expectations`, href: '/settings/expectations', icon: 'clock', verb: 'rule.read' },
      { label: msg`Touch points`, href: '/settings/touch-points', icon: 'pin' },
      { label: msg`Employees`, href: '/settings/employees', icon: 'person' },
      { label: msg`Customers`, href: '/settings/customers', icon: 'people' },
    ],
  },
  {
    label: msg`Answering customers`,
    icon: 'mail',
    places: [{ label: msg`Letters`, href: '/settings/letters', icon: 'mail' }],
  },
  {
    label: msg`Working on cases`,
    icon: 'recover',
    places: [
      { label: msg`Business calendars`, href: '/settings/calendars', icon: 'calendar' },
      { label: msg`Times and escalation`, href: '/settings/case-times', icon: 'clock' },
      { label: msg`Causes`, href: '/settings/causes', icon: 'info' },
    ],
  },
  {
    label: msg`Running it`,
    icon: 'list',
    places: [
      { label: msg`API tokens`, href: '/settings/tokens', icon: 'key', verb: 'token.write' },
      { label: msg`Masking`, href: '/settings/masking', icon: 'lock', verb: 'masking.read' },
      { label: msg`E-mail`, href: '/settings/mail', icon: 'mail', verb: 'mail.write' },
      { label: msg`Audit`, href: '/settings/audit', icon: 'list', verb: 'audit.read' },
      { label: msg`Jobs`, href: '/settings/jobs', icon: 'clock' },
    ],
  },
]

/** Pages that belong to a place without lying below its address. */
const belongs: Record<string, string> = {
  '/lists/units': '/settings/units',
  '/lists/people': '/settings/people',
  '/lists/employees': '/settings/employees',
  '/lists/customers': '/customers',
  '/lists/purchases': '/customers',
  '/lists/subscriptions': '/customers',
}
const placeOf = (path: string): string => belongs[path] ?? path

export const inSettings = (path: string): boolean => placeOf(path).startsWith('/settings')
/** Whether a place is the one shown: itself, or a page below it. */
export const isHere = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : placeOf(path) === href || path.startsWith(`${href}/`)
