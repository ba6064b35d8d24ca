import { useLingui } from '@lingui/react/macro'
import { Checkbox, Radio } from '@mantine/core'
import css from './setup.module.css'
import type { AnswersDraft } from './useAnswersDraft'
import { useChannels, useIndustries } from './words'

export function IndustryStep({ draft }: { draft: AnswersDraft }) {
  const { t } = useLingui()
  return (
    <fieldset className={css.cards}>
      <legend className="vh">{t`Industry`}</legend>
      {useIndustries().map(({ value, label, about }) => (
        <div key={value} className={css.card} data-on={draft.answers.industry === value ? '' : undefined}>
          <Radio
            name="industry"
            value={value}
            label={label}
            description={about}
            checked={draft.answers.industry === value}
            onChange={() => draft.edit({ industry: value })}
          />
        </div>
      ))}
    </fieldset>
  )
}

export function ChannelsStep({ draft }: { draft: AnswersDraft }) {
  const { t } = useLingui()
  const chosen = draft.answers.channels
  const all = useChannels()
  const turn = (value: string, on: boolean) =>
    draft.edit({
      channels: all.map((c) => c.value).filter((c) => (c === value ? on : chosen.includes(c))),
    })
  return (
    <fieldset className={css.cards}>
      <legend className="vh">{t`Channels`}</legend>
      {all.map(({ value, label }) => (
        <div key={value} className={css.card} data-on={chosen.includes(value) ? '' : undefined}>
          <Checkbox
            label={label}
            checked={chosen.includes(value)}
            onChange={(event) => turn(value, event.currentTarget.checked)}
          />
        </div>
      ))}
    </fieldset>
  )
}
