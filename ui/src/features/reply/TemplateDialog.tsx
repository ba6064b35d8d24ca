import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useSignedIn } from '../../core/session'
import { type Template, useTemplateCalls } from './queries'
import css from './reply.module.css'

/** Writes a letter to begin with. Fields are put in where the cursor stands. */
export function TemplateDialog({
  template,
  fields,
  mayShare,
  onClose,
}: {
  template?: Template
  fields: readonly string[]
  mayShare: boolean
  onClose: () => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useTemplateCalls()
  const { organisation } = useSignedIn()
  const body = useRef<HTMLTextAreaElement>(null)
  const reference = '{{case.ref}}'
  const form = useForm({
    id: 'letter',
    initial: {
      name: template?.name ?? '',
      language: template?.language ?? organisation.language,
      subject: template?.subject ?? t`Your request ${reference}`,
      body: template?.body ?? '',
      shared: template?.shared ?? mayShare,
    },
    labels: { name: t`Name`, language: t`Language`, subject: t`Subject`, body: t`Letter`, shared: t`For everybody` },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Name the letter`,
      language: v.language.trim() ? undefined : t`Say which language it is in`,
      subject: v.subject.trim() ? undefined : t`A letter needs a subject.`,
      body: v.body.trim() ? undefined : t`A letter needs words.`,
    }),
    send: async (v) => {
      const input = { ...v, name: v.name.trim(), language: v.language.trim() }
      if (template) await calls.edit.mutateAsync({ id: template.id, version: template.version, body: input })
      else await calls.add.mutateAsync(input)
      toasts.show(t`Saved`)
      onClose()
    },
  })
  const put = (field: string) => {
    const area = body.current
    const at = area?.selectionStart ?? form.values.body.length
    const end = area?.selectionEnd ?? at
    const words = `{{${field}}}`
    form.set({ body: form.values.body.slice(0, at) + words + form.values.body.slice(end) })
    setTimeout(() => {
      area?.focus()
      area?.setSelectionRange(at + words.length, at + words.length)
    })
  }
  return (
    <FormDialog
      title={template ? t`Edit the letter` : t`New letter`}
      deed={t`Save`}
      form={form}
      onClose={onClose}
      size={680}
    >
      <FieldRow>
        <TextInput label={form.labels.name} maxLength={100} data-autofocus {...form.field('name')} />
        <TextInput label={form.labels.language} placeholder="en" maxLength={35} {...form.field('language')} />
      </FieldRow>
      <TextInput label={form.labels.subject} maxLength={200} {...form.field('subject')} />
      <Textarea
        ref={body}
        label={form.labels.body}
        autosize
        minRows={8}
        maxRows={16}
        maxLength={20_000}
        dir="auto"
        {...form.field('body')}
      />
      <fieldset className={css.fields}>
        <legend className="muted small">
          <Trans>Put in</Trans>
        </legend>
        {fields.map((field) => (
          <Button key={field} kind="quiet" onClick={() => put(field)}>
            {`{{${field}}}`}
          </Button>
        ))}
      </fieldset>
      <Checkbox
        id={form.id('shared')}
        label={form.labels.shared}
        description={mayShare ? undefined : t`Your role writes letters for yourself.`}
        disabled={!mayShare}
        checked={form.values.shared}
        onChange={(event) => form.set({ shared: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}
