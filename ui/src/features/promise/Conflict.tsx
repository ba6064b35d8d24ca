import { useLingui } from '@lingui/react/macro'
import { ConflictCard } from '../../components/feedback/ConflictCard'
import { type Content, type Difference, differences } from './draft'
import type { Draft } from './useDraft'
import { useOwnerName } from './words'

/** What differs between this draft and the one that somebody else stored. */
export function Conflict({ draft, theirs }: { draft: Draft; theirs: Content }) {
  const { t } = useLingui()
  const owner = useOwnerName()
  const words: Record<Difference['what'], string> = {
    text: t`What is promised`,
    brand: t`Brand`,
    segment: t`To whom`,
    owner: t`Who answers for it`,
    order: t`Order of the tenets`,
    tenet: t`Tenet`,
  }
  const row = (d: Difference) => {
    const say = (text: string) => (d.what === 'owner' && text ? owner(text) : text)
    const inside = d.what === 'order' || (d.what === 'tenet' && d.mine === d.theirs)
    return {
      key: `${d.what}-${d.mine}-${d.theirs}`,
      where: words[d.what],
      mine: d.what === 'order' ? t`as here` : say(d.mine),
      theirs: inside ? t`another` : say(d.theirs),
    }
  }
  return (
    <ConflictCard
      title={t`Somebody changed this draft meanwhile`}
      rows={differences(draft.content, theirs).map(row)}
      onKeepMine={() => void draft.autosave.keepMine()}
      onTakeTheirs={() => draft.autosave.takeTheirs()}
    />
  )
}
