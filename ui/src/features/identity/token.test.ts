import { expect, test } from 'vitest'
import { grantable } from './RoleFields'
import { expiry, standing } from './token'

const now = Date.parse('2026-10-03T12:00:00Z')

test('a token without a lifetime never expires', () => {
  expect(expiry('', now)).toBeUndefined()
  expect(expiry('30', now)).toBe('2026-11-02T12:00:00.000Z')
})

test('a token is live until it is revoked or has expired', () => {
  expect(standing({}, now)).toBe('live')
  expect(standing({ expires_at: '2026-10-03T12:00:01Z' }, now)).toBe('live')
  expect(standing({ expires_at: '2026-10-03T12:00:00Z' }, now)).toBe('expired')
  expect(standing({ expires_at: '2026-10-01T12:00:00Z', revoked_at: '2026-09-01T12:00:00Z' }, now)).toBe('revoked')
})

test('nobody is offered a role above their own', () => {
  expect(grantable('owner')).toContain('owner')
  expect(grantable('admin')).not.toContain('owner')
  expect(grantable('admin')).toContain('admin')
  expect(grantable('manager')).toEqual([])
  expect(grantable(undefined)).toEqual([])
})
