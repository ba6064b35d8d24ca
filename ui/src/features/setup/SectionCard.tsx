import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { Card } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { type Choices, choose, isNew, isTaken } from './choices'
import { ItemRow } from './ItemRow'
import type { Fault } from './ProposalStep'
import type { Item, Proposal, Section } from './queries'
import css from './setup.module.css'
import { useSectionWords } from './words'

/** One section of the proposal, to take as a whole or line by line. */
export function SectionCard({
  section,
  items,
  notes,
  choices,
  fault,
  onChoices,
}: {
  section: Section
  items: readonly Item[]
  notes: Proposal['notes']
  choices: Choices
  fault: Fault | undefined
  onChoices: (next: Choices) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useSectionWords()
  const here = items.filter((item) => item.section === section)
  const fresh = here.filter(isNew)
  const taken = fresh.filter((item) => isTaken(item, choices))
  if (here.length === 0 && notes.length === 0) {
    return section === 'units' ? (
      <Card title={words.units}>
        <p className={`${css.note} second`}>
          <Trans>None: one place and one team need none but the top unit.</Trans>
        </p>
      </Card>
    ) : null
  }
  const [some, all] = [format.count(taken.length), format.count(fresh.length)]
  const name = words[section]
  return (
    <Card
      title={name}
      remark={fresh.length > 0 ? t`${some} of ${all} taken` : undefined}
      controls={
        fresh.length > 1 && (
          <Checkbox
            label={t`All`}
            aria-label={t`${name}: all`}
            checked={taken.length === fresh.length}
            indeterminate={taken.length > 0 && taken.length < fresh.length}
            onChange={() =>
              onChoices(
                choose(
                  items,
                  choices,
                  fresh.map((item) => item.key),
                  taken.length < fresh.length,
                ),
              )
            }
          />
        )
      }
    >
      {notes.map((note) => (
        <p key={note.text} className={`${css.note} second`}>
          {note.text}
        </p>
      ))}
      <ul>
        {here.map((item) => (
          <ItemRow
            key={item.key}
            item={item}
            items={items}
            choices={choices}
            fault={fault?.key === item.key ? fault : undefined}
            onChoices={onChoices}
          />
        ))}
      </ul>
    </Card>
  )
}
