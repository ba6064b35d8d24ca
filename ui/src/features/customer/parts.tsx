import { Tag } from '../../components/Tag'
import { type Fields, useFields } from './queries'

export type Segment = NonNullable<Fields['segments']>[number]

/** The organisation's segments, in its order. */
export const useSegmentNames = (): readonly Segment[] => useFields().data?.segments ?? []

export function SegmentTags({ of }: { of: readonly string[] }) {
  const names = useSegmentNames()
  return (
    <span className="row wrap" style={{ gap: 4, display: of.length > 0 ? undefined : 'none' }}>
      {of.map((key) => (
        <Tag key={key} tone="accent">
          {names.find((s) => s.key === key)?.name ?? key}
        </Tag>
      ))}
    </span>
  )
}
