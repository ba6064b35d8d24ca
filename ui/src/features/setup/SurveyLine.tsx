import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { SegmentedControl } from '../../components/SegmentedControl'
import { type Choices, change, choose, isNew, isOn, isTaken } from './choices'
import type { Item } from './queries'
import css from './setup.module.css'

/** What the first survey asks, about which touch point, and whether anybody with the link may answer at once. */
export function SurveyLine({
  item,
  items,
  choices,
  onChoices,
}: {
  item: Item
  items: readonly Item[]
  choices: Choices
  onChoices: (next: Choices) => void
}) {
  const { t } = useLingui()
  const points = items.filter((other) => other.touch_point)
  const called = (point: Item) => choices.changes[point.key]?.name?.trim() || point.name
  const about = choices.changes[item.key]?.touch_point ?? item.survey?.touch_point ?? ''
  const point = points.find((one) => one.key === about)
  const name = point ? called(point) : ''
  const small = /^.\p{Lu}/u.test(name) ? name : name.slice(0, 1).toLowerCase() + name.slice(1)
  const questions = item.survey?.questions ?? []
  const asked = (needs?: string) => {
    const metric = needs ? items.find((other) => other.key === needs) : undefined
    return !metric || !isNew(metric) || isTaken(metric, choices)
  }
  const choosePoint = (key: string) => {
    const next = change(choices, item.key, { touch_point: key })
    onChoices(choose(items, next, [item.key], true))
  }
  return (
    <div className={css.survey}>
      <NativeSelect
        label={t`About`}
        value={about}
        data={points.map((one) => ({ value: one.key, label: called(one) }))}
        onChange={(event) => choosePoint(event.currentTarget.value)}
      />
      <ol className={css.questions}>
        {questions.map((question) => (
          <li key={question.text} data-left={asked(question.needs) ? undefined : ''}>
            {question.text.replace('%s', small)}
            {!asked(question.needs) && (
              <span className="muted small">
                {' '}
                <Trans>(not asked: its metric is left)</Trans>
              </span>
            )}
          </li>
        ))}
      </ol>
      <SegmentedControl
        label={t`When it is made`}
        value={isOn(item, choices) ? 'open' : 'draft'}
        options={[
          { value: 'draft', label: t`Draft, to look at first` },
          { value: 'open', label: t`Published, link ready` },
        ]}
        onChange={(value) => onChoices(change(choices, item.key, { on: value === 'open' }))}
      />
    </div>
  )
}
