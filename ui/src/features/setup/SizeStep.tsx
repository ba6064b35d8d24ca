import { useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FieldRow } from '../../components/form/FormFrame'
import { whole } from './choices'
import type { Answers } from './queries'
import type { AnswersDraft } from './useAnswersDraft'

type Size = Answers['size']

const lines = (text: string): string[] => {
  const seen = new Set<string>()
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !seen.has(line.toLowerCase()) && seen.add(line.toLowerCase()))
}

export function SizeStep({ draft }: { draft: AnswersDraft }) {
  const { t } = useLingui()
  const { size } = draft.answers
  const [names, setNames] = useState((size.site_names ?? []).join('\n'))
  const set = (patch: Partial<Size>) => draft.edit({ size: { ...size, ...patch } })
  const number = (field: Exclude<keyof Size, 'site_names'>, label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      inputMode="numeric"
      autoComplete="off"
      value={size[field] || ''}
      onChange={(event) => set({ [field]: whole(event.currentTarget.value) })}
    />
  )
  return (
    <>
      <FieldRow>
        {number('employees', t`Employees who serve customers`, t`Rules open no more cases than they can look after.`)}
        {number('customers_per_month', t`Customers in contact a month`, t`Tells how many answers to expect.`)}
      </FieldRow>
      <FieldRow>
        {number('sites', t`Places`, t`Sites, branches, stores, hotels.`)}
        {number('teams', t`Teams`, t`Figures and cases follow them.`)}
      </FieldRow>
      <Textarea
        label={t`What the places are called`}
        description={t`One on each line; the rest can be named later.`}
        autosize
        minRows={3}
        maxRows={10}
        value={names}
        onChange={(event) => {
          const text = event.currentTarget.value
          setNames(text)
          set({ site_names: lines(text).slice(0, 100) })
        }}
      />
    </>
  )
}
