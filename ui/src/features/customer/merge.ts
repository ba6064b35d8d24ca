/** What a merge keeps: chosen field by field, only what differs from the survivor is sent. */
import type { CustomerEdit, Known } from './queries'

export const mergeFields = ['name', 'email', 'phone', 'address', 'language', 'zone'] as const
export type MergeField = (typeof mergeFields)[number]
export type Side = 'mine' | 'theirs'

/** Where each value comes from at first: the survivor's, unless only the other one has any. */
export function firstSides(mine: Known, theirs: Known): Record<string, Side> {
  const sides: Record<string, Side> = {}
  for (const field of mergeFields) sides[field] = !mine[field] && theirs[field] ? 'theirs' : 'mine'
  for (const key of attributeKeys(mine, theirs))
    sides[`attributes.${key}`] = !mine.attributes[key] && theirs.attributes[key] ? 'theirs' : 'mine'
  return sides
}

export const attributeKeys = (mine: Known, theirs: Known): string[] =>
  [...new Set([...Object.keys(mine.attributes), ...Object.keys(theirs.attributes)])].sort()

export function kept(
  mine: Known,
  theirs: Known,
  sides: Record<string, Side>,
  segments: readonly string[],
): CustomerEdit {
  const keep: CustomerEdit = {}
  for (const field of mergeFields) {
    if (sides[field] === 'theirs' && theirs[field] !== mine[field]) keep[field] = theirs[field] ?? ''
  }
  const attributes: Record<string, string> = {}
  for (const key of attributeKeys(mine, theirs)) {
    if (sides[`attributes.${key}`] === 'theirs' && theirs.attributes[key] !== mine.attributes[key])
      attributes[key] = theirs.attributes[key] ?? ''
  }
  if (Object.keys(attributes).length > 0) keep.attributes = attributes
  if ([...segments].sort().join() !== [...(mine.segments ?? [])].sort().join()) keep.segments = [...segments]
  // Who asked not to be contacted, under whichever name, isn't.
  if (theirs.preferences.do_not_contact && !mine.preferences.do_not_contact) keep.do_not_contact = true
  const both = (mine.preferences.channels ?? []).filter((c) => (theirs.preferences.channels ?? []).includes(c))
  if (both.length !== (mine.preferences.channels ?? []).length) keep.channels = both
  return keep
}
