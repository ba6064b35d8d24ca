import { Trans, useLingui } from '@lingui/react/macro'
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useUnits } from '../../core/organisation'
import css from './moment.module.css'
import { QuestionEditor, type QuestionForm } from './QuestionEditor'
import { type MomentFile, useMoment, useMomentCalls } from './queries'

/** The crisis procedure of a moment, and the questions that ask whether it is understood. */
export function ProcedurePage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useMoment(id, null, true)
  const of = found.data?.data
  return (
    <>
      <PageHeader
        title={t`Crisis procedure`}
        crumb={{ label: of?.name || t`Moment of truth`, href: `/moments/${id}` }}
      />
      <PageBody narrow>
        <Card>
          {of ? (
            <CardBody>
              <Editor of={of} />
            </CardBody>
          ) : found.isError ? (
            <ErrorState
              error={found.error}
              title={t`The procedure could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : (
            <LoadingRows rows={6} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

type Values = {
  title: string
  when: string
  steps: string
  unit: string | null
  pass_mark: number | ''
  questions: QuestionForm[]
}

function Editor({ of: now }: { of: MomentFile }) {
  const { t } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const units = useUnits().data ?? []
  const [of] = useState(now)
  const p = of.procedure
  const results = p?.results ?? 0
  const form = useForm<Values>({
    id: 'procedure',
    initial: {
      title: p?.title ?? '',
      when: p?.when ?? '',
      steps: (p?.steps ?? []).join('\n'),
      unit: p?.unit ?? null,
      pass_mark: p?.pass_mark ?? 80,
      questions: (p?.questions ?? []).map((q) => ({
        key: crypto.randomUUID(),
        text: q.text,
        options: q.options ?? [],
        right: q.right,
      })),
    },
    labels: {
      title: t`What it is called`,
      when: t`When it begins`,
      steps: t`Steps`,
      unit: t`Who must understand it`,
      pass_mark: t`Passed from`,
      questions: t`Questions`,
    },
    check: (v) => ({
      title: v.title.trim() ? undefined : t`Give it a name`,
      steps: v.steps.trim() ? undefined : t`Write at least one step`,
      pass_mark: v.pass_mark === '' ? t`Say from where on it is passed` : undefined,
      questions: v.questions.some(
        (q) => !q.text.trim() || q.options.filter((o) => o.trim()).length < 2 || !q.options[q.right]?.trim(),
      )
        ? t`Each question needs words, two options, and one that is right`
        : undefined,
    }),
    send: async (v) => {
      const made = await calls.procedure.mutateAsync({
        id: of.id,
        version: p?.version ?? 0,
        body: {
          title: v.title.trim(),
          when: v.when.trim() || undefined,
          steps: v.steps
            .split('\n')
            .map((s) => s.trim())
            .filter(Boolean),
          unit: v.unit || undefined,
          pass_mark: Number(v.pass_mark),
          questions: v.questions.map((q) => ({
            text: q.text.trim(),
            options: q.options.map((o) => o.trim()).filter(Boolean),
            right: q.options.slice(0, q.right).filter((o) => o.trim()).length,
          })),
        },
      })
      const number = made.number
      toasts.show(t`Version ${number} of the procedure is in force`)
      void router.navigate({ href: `/moments/${of.id}` })
    },
  })
  const questions = form.values.questions
  return (
    <FormFrame
      form={form}
      name={t`Crisis procedure`}
      actions={
        <>
          <Button kind="primary" type="submit" busy={form.busy}>
            <Trans>Put in force</Trans>
          </Button>
          <ButtonLink href={`/moments/${of.id}`}>
            <Trans>Cancel</Trans>
          </ButtonLink>
        </>
      }
    >
      {results > 0 && (
        <Notice icon="info">
          <Trans>
            Staff have answered the questions of this version. What you put in force is the next one, and everybody is
            asked anew.
          </Trans>
        </Notice>
      )}
      <TextInput label={form.labels.title} maxLength={160} {...form.field('title')} />
      <Textarea
        label={form.labels.when}
        description={t`What must have happened`}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={1000}
        {...form.field('when')}
      />
      <Textarea
        label={form.labels.steps}
        description={t`One a line, in order`}
        autosize
        minRows={4}
        maxRows={20}
        {...form.field('steps')}
      />
      <FieldRow>
        <Select
          label={form.labels.unit}
          description={t`The employees of this unit and below; empty is everybody`}
          data={units.map((u) => ({ value: u.id, label: u.name }))}
          searchable
          clearable
          {...form.control('unit')}
        />
        <NumberInput
          label={form.labels.pass_mark}
          description={t`Share of right answers`}
          suffix=" %"
          min={1}
          max={100}
          allowDecimal={false}
          {...form.control('pass_mark')}
          onChange={(v) => form.set({ pass_mark: typeof v === 'number' ? v : '' })}
        />
      </FieldRow>
      <fieldset className="stack" id={form.id('questions')} tabIndex={-1}>
        <legend className="strong">
          <Trans>Questions that ask whether it is understood</Trans>
        </legend>
        {questions.map((q, at) => (
          <QuestionEditor
            key={q.key}
            of={q}
            at={at}
            onChange={(patch) => form.set({ questions: questions.map((o, i) => (i === at ? { ...o, ...patch } : o)) })}
            onRemove={() => form.set({ questions: questions.filter((_, i) => i !== at) })}
          />
        ))}
        {form.errors.questions && <p className="worse small">{form.errors.questions}</p>}
        <div className={css.line}>
          <span>
            <Button
              icon="plus"
              onClick={() =>
                form.set({
                  questions: [...questions, { key: crypto.randomUUID(), text: '', options: ['', ''], right: 0 }],
                })
              }
            >
              <Trans>Add a question</Trans>
            </Button>
          </span>
        </div>
      </fieldset>
    </FormFrame>
  )
}
