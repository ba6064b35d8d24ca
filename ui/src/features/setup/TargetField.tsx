import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Choices, change } from './choices'
import type { Item } from './queries'
import css from './setup.module.css'

/** The number to reach, or not to exceed. */
export function TargetField({
  item,
  choices,
  onChoices,
  wrong,
}: {
  item: Item
  choices: Choices
  onChoices: (next: Choices) => void
  wrong: boolean
}) {
  const { t } = useLingui()
  const target = item.target
  const kept = choices.changes[item.key]?.value ?? target?.value ?? 0
  const [text, setText] = useState(String(kept))
  if (!target) return null
  const value = Number(text.replace(',', '.'))
  const off = text.trim() === '' || Number.isNaN(value) || value < target.low || value > target.high
  const [low, high] = [target.low, target.high]
  const name = item.name
  return (
    <div className={css.target}>
      <span className="second">{target.better === 'up' ? '≥' : '≤'}</span>
      <TextInput
        w={76}
        inputMode="decimal"
        aria-label={target.better === 'up' ? t`Target of ${name}: at least` : t`Target of ${name}: at most`}
        value={text}
        error={off || wrong ? t`${low} to ${high}` : undefined}
        onChange={(event) => {
          const next = event.currentTarget.value
          setText(next)
          const number = Number(next.replace(',', '.'))
          if (next.trim() !== '' && !Number.isNaN(number)) onChoices(change(choices, item.key, { value: number }))
        }}
      />
      <span className="second small">{target.unit}</span>
    </div>
  )
}
