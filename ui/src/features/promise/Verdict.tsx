import { Tag } from '../../components/Tag'
import type { Kept } from './queries'
import { useVerdictWords } from './words'

/** Whether a tenet is kept, by shape and word. */
export function Verdict({ of }: { of: Kept['verdict'] }) {
  const { word, tone, icon } = useVerdictWords()[of]
  return (
    <Tag tone={tone} icon={icon}>
      {word}
    </Tag>
  )
}
