import { useLingui } from '@lingui/react/macro'
import type { ListName } from './queries'

/** What a list is called, where its rows live, and the words of its fields. */
export function useListWords(list: ListName): { title: string; home: string; homeName: string; about: string } {
  const { t } = useLingui()
  return {
    units: {
      title: t`A list of units`,
      home: '/settings/units',
      homeName: t`Units`,
      about: t`One row a unit: its key and name, the key of the unit above it, its kind, whether a partner runs it, and its owner’s e-mail address.`,
    },
    people: {
      title: t`A list of people`,
      home: '/settings/people',
      homeName: t`People`,
      about: t`One row a person to invite: e-mail address, name, role, and the key of the unit they work in.`,
    },
    employees: {
      title: t`A list of employees`,
      home: '/settings/employees',
      homeName: t`Employees`,
      about: t`One row an employee: the id that other systems use, name, the key of their unit, since when, and when they left.`,
    },
    customers: {
      title: t`A list of customers`,
      home: '/customers',
      homeName: t`Customers`,
      about: t`One row a customer: their id or e-mail address, name, phone, language and segments.`,
    },
    purchases: {
      title: t`A list of purchases`,
      home: '/customers',
      homeName: t`Customers`,
      about: t`One row a purchase: order number, customer, date, amount and currency; product, pieces and state where there are any. An amount below 0 is a refund.`,
    },
    subscriptions: {
      title: t`A list of subscriptions`,
      home: '/value',
      homeName: t`Customer value`,
      about: t`One row a subscription: contract number, customer, first day, amount for one period and currency; the day on which it ended and why, where it has.`,
    },
  }[list]
}

export function useFieldWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    key: t`Key`,
    name: t`Name`,
    parent: t`Unit above`,
    kind: t`Kind`,
    partner: t`Partner`,
    owner: t`Owner`,
    email: t`E-mail`,
    role: t`Role`,
    unit: t`Unit`,
    external_id: t`Id`,
    from: t`Since`,
    left_on: t`Left on`,
    phone: t`Phone`,
    language: t`Language`,
    segments: t`Segments`,
    customer: t`Customer`,
    at: t`Date`,
    product: t`Product`,
    amount: t`Amount`,
    currency: t`Currency`,
    quantity: t`Pieces`,
    state: t`State`,
    refund_of: t`Refund of`,
    started: t`Began`,
    ended: t`Ended`,
    period: t`Period`,
    reason: t`Reason`,
  }
}
