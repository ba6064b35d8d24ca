import { expect, it } from 'vitest'
import { brokenDue } from './story'

const due_at = '2026-11-04T12:00:00Z'
const at = (text: string) => Date.parse(text)

it('tells a missed due time, but not of a case that waits or was resolved in time', () => {
  expect(brokenDue({ state: 'open', due_at }, at('2026-11-04T11:00:00Z'))).toBeNull()
  expect(brokenDue({ state: 'open', due_at }, at('2026-11-04T13:00:00Z'))).toBe(due_at)
  expect(brokenDue({ state: 'waiting', due_at }, at('2026-11-04T13:00:00Z'))).toBeNull()
  expect(
    brokenDue({ state: 'closed', due_at, resolved_at: '2026-11-04T09:00:00Z' }, at('2026-12-04T13:00:00Z')),
  ).toBeNull()
  expect(brokenDue({ state: 'closed', due_at, resolved_at: '2026-11-04T19:00:00Z' }, at('2026-12-04T13:00:00Z'))).toBe(
    due_at,
  )
})
