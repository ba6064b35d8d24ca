import { useLingui } from '@lingui/react/macro'
import { ConflictCard } from '../../components/feedback/ConflictCard'
import { type Content, type Difference, differences } from './definition'
import type { Draft } from './useDraft'

/** What differs between this draft and the one that somebody else stored. */
export function Conflict({ draft, theirs }: { draft: Draft; theirs: Content }) {
  const { t } = useLingui()
  const name = ({ what, n }: Difference) => {
    const words: Record<Difference['what'], string> = {
      name: t`Name`,
      intro: t`Introduction`,
      thanks: t`Thanks`,
      touch_point: t`Touch point`,
      order: t`Order of the questions`,
      question: t`Question ${n ?? 0}`,
      look: t`Look`,
      languages: t`Languages`,
    }
    return words[what]
  }
  const row = (one: Difference) => {
    const inside = ['order', 'look', 'languages'].includes(one.what)
    return {
      key: `${one.what}-${one.n}-${one.mine}`,
      where: name(one),
      mine: inside ? t`as here` : one.mine,
      theirs: inside ? t`another` : one.theirs,
    }
  }
  return (
    <ConflictCard
      title={t`Somebody changed this survey meanwhile`}
      rows={differences(draft.content, theirs).map(row)}
      onKeepMine={() => void draft.autosave.keepMine()}
      onTakeTheirs={() => draft.autosave.takeTheirs()}
    />
  )
}
