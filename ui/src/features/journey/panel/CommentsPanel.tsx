import { Trans, useLingui } from '@lingui/react/macro'
import { useMay } from '../../../core/session'
import { useMapDeeds } from '../map/deeds'
import { itemOf } from '../map/grid'
import { type MapComment, useComments } from '../queries'
import type { PanelProps } from './CardPanel'
import { Comment, Comments } from './Comments'
import { Section, SidePanel } from './SidePanel'

/** What was said on the whole map and at its parts; the open ones, by part. */
export function CommentsPanel({ shown, onClose }: PanelProps) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const may = useMay('journey.write')
  const all = useComments(shown.journey.id).data ?? []
  const parts = new Map<string, MapComment[]>()
  for (const c of all) if (c.part && !c.settled_at) parts.set(c.part, [...(parts.get(c.part) ?? []), c])
  const { cards, stages } = shown.map
  const nameOf = (part: string) =>
    cards.find((c) => c.id === part)?.task ?? stages.find((s) => s.id === part)?.name ?? t`Taken out meanwhile`
  const itemFor = (part: string) =>
    cards.some((c) => c.id === part) ? itemOf.card(part) : stages.some((s) => s.id === part) ? itemOf.stage(part) : ''
  return (
    <SidePanel title={t`Comments`} onClose={onClose}>
      <Comments journey={shown.journey.id} part="" />
      {[...parts].map(([part, list]) => (
        <Section key={part} title={<span dir="auto">{nameOf(part)}</span>}>
          <ul>
            {list.map((c) => (
              <Comment key={c.id} of={c} journey={shown.journey.id} may={may} />
            ))}
          </ul>
          {itemFor(part) && (
            <span>
              <button type="button" className="link" onClick={() => deeds.open(itemFor(part))}>
                <Trans>Show it</Trans>
              </button>
            </span>
          )}
        </Section>
      ))}
    </SidePanel>
  )
}
