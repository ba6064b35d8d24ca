import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, Modal, NativeSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useReturnFocus } from '../../components/useReturnFocus'
import { useMetrics } from '../../core/metrics'
import { useMembers } from '../../core/organisation'
import { explain } from '../../words/problems'
import { type Limit, limitOf, limitsOf } from './limits'
import css from './moment.module.css'
import { type EditInput, type MomentFile, useMomentCalls, useSegments } from './queries'
import { useAllowanceWords, usePeriodWords } from './words'

/** Why, for whom, who owns it, how customers say what it means to them, and what the first person may give. */
export function EditDialog({ of, onClose }: { of: MomentFile; onClose: () => void }) {
  useReturnFocus()
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const members = (useMembers().data ?? []).filter((m) => m.active || m.id === of.owner)
  const metrics = useMetrics().data ?? []
  const segments = useSegments().data ?? []
  const [version] = useState(of.version)
  const before: EditInput = {
    segment: of.segment,
    why: of.why,
    owner: of.owner,
    importance_metric: of.importance_metric,
    authority: of.authority ?? [],
    authority_note: of.authority_note,
  }
  const form = useForm({
    id: 'moment',
    initial: {
      why: of.why,
      segment: of.segment ?? '',
      owner: (of.owner ?? null) as string | null,
      importance_metric: (of.importance_metric ?? null) as string | null,
      authority: (of.authority ?? []).map(limitOf),
      authority_note: of.authority_note ?? '',
    },
    labels: {
      why: t`Why customers decide here`,
      segment: t`Whose moment it is`,
      owner: t`Who owns it`,
      importance_metric: t`How customers say what it means to them`,
      authority: t`What the first person may give`,
      authority_note: t`Beyond money`,
    },
    check: (v) => ({
      why: v.why.trim() ? undefined : t`Say why customers decide here`,
      authority: v.authority.some((a) => !a.perCase || !a.currency)
        ? t`Each limit needs an amount and a currency`
        : undefined,
    }),
    send: async (v) => {
      const now = await calls.edit.mutateAsync({
        id: of.id,
        version,
        body: {
          why: v.why.trim(),
          segment: v.segment.trim() || undefined,
          owner: v.owner || undefined,
          importance_metric: v.importance_metric || undefined,
          authority: limitsOf(v.authority),
          authority_note: v.authority_note.trim() || undefined,
        },
      })
      onClose()
      toasts.show(t`It is saved`, {
        undo: () =>
          calls.edit.mutate(
            { id: of.id, version: now.version, body: before },
            { onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }) },
          ),
      })
    },
  })
  const limits = form.values.authority
  const change = (at: number, patch: Partial<Limit>) =>
    form.set({ authority: limits.map((l, i) => (i === at ? { ...l, ...patch } : l)) })
  const title = t`Edit this moment`
  return (
    <Modal opened onClose={onClose} title={title} size={680} withCloseButton={false}>
      <FormFrame
        form={form}
        name={title}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy}>
              <Trans>Save</Trans>
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        <Textarea
          label={form.labels.why}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          data-autofocus
          {...form.field('why')}
        />
        <FieldRow>
          <Autocomplete
            label={form.labels.segment}
            description={t`Empty is all customers`}
            data={segments.map((s) => s.name)}
            maxLength={80}
            {...form.control('segment')}
            onChange={(segment) => form.set({ segment })}
          />
          <Select
            label={form.labels.owner}
            description={t`Answers for how it goes`}
            data={members.map((m) => ({ value: m.id, label: m.name }))}
            searchable
            clearable
            {...form.control('owner')}
          />
        </FieldRow>
        <Select
          label={form.labels.importance_metric}
          description={t`The metric of a question such as “How important was this to you?”. What customers answer is never typed over.`}
          data={metrics.map((m) => ({ value: m.key, label: m.name }))}
          searchable
          clearable
          {...form.control('importance_metric')}
        />
        <fieldset className="stack" id={form.id('authority')} tabIndex={-1}>
          <legend className="strong">{form.labels.authority}</legend>
          <p className="second small">
            <Trans>Without asking anybody: so much in one case, and so much in a period.</Trans>
          </p>
          {limits.map((limit, at) => (
            <LimitRow
              key={limit.key}
              of={limit}
              at={at}
              onChange={(patch) => change(at, patch)}
              onRemove={() => form.set({ authority: limits.filter((_, i) => i !== at) })}
            />
          ))}
          {form.errors.authority && <p className="worse small">{form.errors.authority}</p>}
          <div>
            <Button
              icon="plus"
              onClick={() =>
                form.set({
                  authority: [
                    ...limits,
                    {
                      key: crypto.randomUUID(),
                      kind: 'refund',
                      perCase: '',
                      perPeriod: '',
                      period: 'month',
                      currency: limits[0]?.currency ?? 'EUR',
                    },
                  ],
                })
              }
            >
              <Trans>Add a limit</Trans>
            </Button>
          </div>
        </fieldset>
        <TextInput
          label={form.labels.authority_note}
          description={t`An exception to a rule, a visit, a call by the head of department`}
          maxLength={1000}
          {...form.field('authority_note')}
        />
      </FormFrame>
    </Modal>
  )
}

function LimitRow({
  of,
  at,
  onChange,
  onRemove,
}: {
  of: Limit
  at: number
  onChange: (patch: Partial<Limit>) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const kinds = useAllowanceWords()
  const periods = usePeriodWords()
  const number = at + 1
  const amount = (value: string | number) => (typeof value === 'number' ? value : '')
  return (
    <fieldset className={css.line} style={{ flexWrap: 'wrap' }}>
      <legend className="vh">{t`Limit ${number}`}</legend>
      <NativeSelect
        label={t`What`}
        data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        value={of.kind}
        onChange={(e) => onChange({ kind: e.currentTarget.value as Limit['kind'] })}
      />
      <NumberInput
        label={t`In one case`}
        w={110}
        min={0}
        value={of.perCase}
        onChange={(v) => onChange({ perCase: amount(v) })}
      />
      <NumberInput
        label={t`And at most`}
        w={110}
        min={0}
        placeholder={t`no limit`}
        value={of.perPeriod}
        onChange={(v) => onChange({ perPeriod: amount(v) })}
      />
      <NativeSelect
        label={t`Per`}
        data={Object.entries(periods).map(([value, label]) => ({ value, label }))}
        value={of.period}
        onChange={(e) => onChange({ period: e.currentTarget.value as Limit['period'] })}
      />
      <TextInput
        label={t`Currency`}
        w={70}
        maxLength={3}
        value={of.currency}
        onChange={(e) => onChange({ currency: e.currentTarget.value.toUpperCase() })}
      />
      <span style={{ alignSelf: 'end' }}>
        <Button kind="quiet" square icon="trash" onClick={onRemove}>
          {t`Remove limit ${number}`}
        </Button>
      </span>
    </fieldset>
  )
}
