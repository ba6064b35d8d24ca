import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FormDialog } from '../../../components/form/FormDialog'
import { useForm } from '../../../components/form/useForm'
import { useJourneyCalls, useSegments, useTemplates } from '../queries'
import css from './list.module.css'

/** Begins a journey: its name, whose it is, and a map to draw over or none. */
export function BeginDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const router = useRouter()
  const calls = useJourneyCalls()
  const segments = useSegments().data ?? []
  const templates = useTemplates().data ?? []
  const form = useForm({
    id: 'begin-journey',
    initial: { name: '', segment: '', template: '' },
    labels: { name: t`Name`, segment: t`Segment`, template: t`Begin with` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Name it` }),
    send: async (v) => {
      const made = await calls.create.mutateAsync({
        name: v.name.trim(),
        segment: v.segment.trim() || undefined,
        template: v.template || undefined,
      })
      await router.navigate({ href: `/journeys/${made.id}` })
    },
  })
  return (
    <FormDialog title={t`Begin a journey`} deed={t`Begin it`} form={form} size={640} onClose={onClose}>
      <TextInput
        label={form.labels.name}
        placeholder={t`Current account, new customers`}
        maxLength={80}
        data-autofocus
        {...form.field('name')}
      />
      <Autocomplete
        label={form.labels.segment}
        description={t`Which customers go this way; empty is all of them`}
        data={segments.map((s) => s.name)}
        maxLength={80}
        {...form.control('segment')}
        onChange={(segment) => form.set({ segment })}
      />
      <fieldset className={css.templates}>
        <legend>{form.labels.template}</legend>
        <Choice
          checked={form.values.template === ''}
          onChoose={() => form.set({ template: '' })}
          name={t`An empty map`}
        >
          <Trans>Stages and cards of your own from the first</Trans>
        </Choice>
        {templates.map((x) => (
          <Choice
            key={x.key}
            checked={form.values.template === x.key}
            onChoose={() => form.set({ template: x.key, name: form.values.name || x.name })}
            name={x.name}
          >
            {x.about} ·{' '}
            <Trans>
              <Plural value={x.stage_count} one="# stage" other="# stages" />,{' '}
              <Plural value={x.card_count} one="# card" other="# cards" />
            </Trans>
          </Choice>
        ))}
      </fieldset>
    </FormDialog>
  )
}

function Choice({
  name,
  checked,
  onChoose,
  children,
}: {
  name: string
  checked: boolean
  onChoose: () => void
  children: ReactNode
}) {
  return (
    <label className={css.choice} data-chosen={checked ? '' : undefined}>
      <input type="radio" name="journey-template" checked={checked} onChange={onChoose} />
      <span>
        <span className="strong">{name}</span>
        <span className="small muted">{children}</span>
      </span>
    </label>
  )
}
