import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { asProblem, fieldErrors } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useMay } from '../../core/session'
import { type Attribute, type CustomerEdit, type Known, useCustomerDeeds, useFields } from './queries'
import { useSeen } from './useSeen'

const texts = ['name', 'email', 'phone', 'language', 'zone', 'address'] as const

/** What is known of a customer: contact, segments, attributes. */
export function EditDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const fields = useFields().data
  const { first, save } = useSeen(known)
  const [segments, setSegments] = useState(first.segments ?? [])
  const [attributes, setAttributes] = useState<Record<string, string>>(first.attributes)
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const was = {
    name: first.name ?? '',
    email: first.email ?? '',
    phone: first.phone ?? '',
    language: first.language ?? '',
    zone: first.zone ?? '',
    address: first.address ?? '',
  }
  const form = useForm({
    id: 'edit-customer',
    initial: was,
    labels: {
      name: t`Name`,
      email: t`E-mail`,
      phone: t`Phone`,
      language: t`Language`,
      zone: t`Time zone`,
      address: t`Address`,
    },
    send: async (v) => {
      setWrong({})
      const body: CustomerEdit = {}
      for (const key of texts) if (v[key].trim() !== was[key]) body[key] = v[key].trim()
      if (segments.join() !== (first.segments ?? []).join()) body.segments = segments
      const changed = Object.entries(attributes).filter(([key, value]) => value !== (first.attributes[key] ?? ''))
      if (changed.length > 0) body.attributes = Object.fromEntries(changed)
      try {
        const now = await save(body)
        onClose()
        toasts.show(t`The customer is changed`, {
          undo: () =>
            void deeds
              .edit(now.id, now.version, back(first, body))
              .catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
        })
      } catch (error) {
        const problem = asProblem(error)
        if (problem)
          setWrong(
            fieldErrors(
              problem,
              Object.keys(attributes).map((key) => `attributes.${key}`),
            ),
          )
        throw error
      }
    },
  })
  const toggle = (key: string, on: boolean) => setSegments(on ? [...segments, key] : segments.filter((s) => s !== key))
  const mayDefine = useMay('organisation.write')
  return (
    <FormDialog title={t`Edit the customer`} deed={t`Save`} form={form} onClose={onClose} size={640}>
      <TextInput label={form.labels.name} maxLength={200} data-autofocus {...form.field('name')} />
      <FieldRow>
        <TextInput label={form.labels.email} type="email" autoComplete="off" {...form.field('email')} />
        <TextInput label={form.labels.phone} type="tel" autoComplete="off" {...form.field('phone')} />
      </FieldRow>
      <FieldRow>
        <TextInput label={form.labels.language} placeholder="en, pt-BR" {...form.field('language')} />
        <TextInput label={form.labels.zone} placeholder="Europe/Lisbon" {...form.field('zone')} />
      </FieldRow>
      <Textarea
        label={form.labels.address}
        autosize
        minRows={2}
        maxRows={5}
        maxLength={500}
        {...form.field('address')}
      />
      {(fields?.segments ?? []).length > 0 && (
        <fieldset>
          <legend className="small second">{t`Segments`}</legend>
          <div className="row wrap" style={{ gap: 16, marginTop: 4 }}>
            {(fields?.segments ?? []).map((s) => (
              <Checkbox
                key={s.key}
                label={s.name}
                checked={segments.includes(s.key)}
                onChange={(event) => toggle(s.key, event.currentTarget.checked)}
              />
            ))}
          </div>
        </fieldset>
      )}
      {(fields?.attributes ?? []).map((a) => (
        <AttributeField
          key={a.key}
          of={a}
          value={attributes[a.key] ?? ''}
          error={wrong[`attributes.${a.key}`]}
          onChange={(value) => setAttributes({ ...attributes, [a.key]: value })}
        />
      ))}
      {mayDefine && (
        <p className="small">
          <AppLink className="link" href="/settings/customers">
            <Trans>Define segments and attributes</Trans>
          </AppLink>
        </p>
      )}
    </FormDialog>
  )
}

/** The edit that takes another one back. */
export function back(first: Known, body: CustomerEdit): CustomerEdit {
  const undo: CustomerEdit = {}
  for (const key of texts) if (key in body) undo[key] = first[key] ?? ''
  if (body.segments) undo.segments = first.segments ?? []
  if (body.attributes)
    undo.attributes = Object.fromEntries(Object.keys(body.attributes).map((key) => [key, first.attributes[key] ?? '']))
  if (body.identifiers) undo.identifiers = first.identifiers ?? []
  if (body.channels) undo.channels = first.preferences.channels ?? []
  if (body.do_not_contact !== undefined) undo.do_not_contact = first.preferences.do_not_contact
  return undo
}

function AttributeField({
  of,
  value,
  error,
  onChange,
}: {
  of: Attribute
  value: string
  error?: string
  onChange: (value: string) => void
}) {
  const { t } = useLingui()
  const common = {
    label: of.name,
    value,
    error,
    onChange: (e: { currentTarget: { value: string } }) => onChange(e.currentTarget.value),
  }
  if (of.type === 'choice')
    return <NativeSelect {...common} data={[{ value: '', label: t`Not known` }, ...(of.choices ?? [])]} />
  if (of.type === 'date') return <TextInput {...common} type="date" />
  return <TextInput {...common} inputMode={of.type === 'number' ? 'decimal' : undefined} maxLength={500} />
}
