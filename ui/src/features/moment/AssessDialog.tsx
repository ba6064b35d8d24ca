import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useReturnFocus } from '../../components/useReturnFocus'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type Assessment, type Criterion, type Found, type MomentFile, useMomentCalls } from './queries'
import { useMethods } from './words'

type Values = {
  method: Found['method']
  from: string
  to: string
  n: number | ''
  kept: number | ''
  mean: number | ''
  sd: number | ''
  assessor: string
  note: string
}

/** What somebody found who looked. It is never edited: another takes its place, or it is withdrawn with a reason. */
export function AssessDialog({
  moment,
  of,
  supersedes,
  onClose,
}: {
  moment: MomentFile
  of: Criterion
  supersedes?: Assessment
  onClose: () => void
}) {
  useReturnFocus()
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const methods = useMethods()
  const share = of.scale === 'share'
  const today = format.isoDay(Date.now())
  const [why, setWhy] = useState<string>()
  const form = useForm<Values>({
    id: 'assess',
    initial: {
      method: supersedes?.method ?? 'mystery_shopping',
      from: supersedes?.from ?? `${today.slice(0, 8)}01`,
      to: supersedes?.to ?? today,
      n: supersedes?.n ?? '',
      kept: supersedes && share ? (supersedes.kept ?? 0) : '',
      mean: supersedes?.mean ?? '',
      sd: supersedes?.sd ?? '',
      assessor: supersedes?.assessor ?? '',
      note: supersedes?.note ?? '',
    },
    labels: {
      method: t`How it was found`,
      from: t`First day`,
      to: t`Last day`,
      n: t`Of how many`,
      kept: t`Kept in`,
      mean: t`Mean rating`,
      sd: t`Standard deviation`,
      assessor: t`Who looked`,
      note: t`Note`,
    },
    check: (v) => ({
      n: v.n === '' ? t`Say of how many` : undefined,
      kept: share && v.kept === '' ? t`Say in how many it was kept` : undefined,
      mean: !share && v.mean === '' ? t`Enter the mean` : undefined,
      sd: !share && v.sd === '' ? t`Enter how they scatter` : undefined,
      assessor: v.assessor.trim() ? undefined : t`Say who looked`,
    }),
    send: async (v) => {
      await calls.assess.mutateAsync({
        id: moment.id,
        criterion: of.id,
        body: {
          method: v.method,
          from: v.from,
          to: v.to,
          n: Number(v.n),
          ...(share ? { kept: Number(v.kept) } : { mean: Number(v.mean), sd: Number(v.sd) }),
          assessor: v.assessor.trim(),
          note: v.note.trim() || undefined,
          supersedes: supersedes?.id,
        },
      })
      onClose()
      toasts.show(supersedes ? t`The assessment takes the other one’s place` : t`The assessment is kept`)
    },
  })
  const withdraw = async () => {
    if (!supersedes || !why?.trim()) return
    try {
      await calls.withdraw.mutateAsync({ id: moment.id, assessment: supersedes.id, why: why.trim() })
      onClose()
      toasts.show(t`It is withdrawn, and stays to be seen`)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const number = (name: 'n' | 'kept' | 'mean' | 'sd') => ({
    ...form.control(name),
    onChange: (value: string | number) =>
      form.set({ [name]: typeof value === 'number' ? value : '' } as Partial<Values>),
  })
  const title = supersedes ? t`Supersede an assessment` : t`Enter an assessment`
  const [low, high] = [of.low ?? 0, of.high ?? 100]
  return (
    <Modal opened onClose={onClose} title={title} size={600} withCloseButton={false}>
      <FormFrame
        form={form}
        name={title}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy}>
              {supersedes ? <Trans>Supersede</Trans> : <Trans>Enter</Trans>}
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <span className="grow" />
            {supersedes && why === undefined && (
              <Button kind="quiet" onClick={() => setWhy('')}>
                <Trans>Withdraw it instead</Trans>
              </Button>
            )}
          </>
        }
      >
        <p className="strong" dir="auto">
          “{of.wording}”
        </p>
        <FieldRow>
          <NativeSelect
            label={form.labels.method}
            disabled={!!supersedes}
            data={(['mystery_shopping', 'observation', 'evaluation', 'staff'] as const).map((value) => ({
              value,
              label: methods[value],
            }))}
            {...form.field('method')}
            onChange={(e) => form.set({ method: e.currentTarget.value as Values['method'] })}
          />
          <TextInput label={form.labels.assessor} maxLength={120} {...form.field('assessor')} />
        </FieldRow>
        <FieldRow>
          <TextInput type="date" label={form.labels.from} {...form.field('from')} />
          <TextInput type="date" label={form.labels.to} {...form.field('to')} />
        </FieldRow>
        {share ? (
          <FieldRow>
            <NumberInput label={form.labels.kept} min={0} allowDecimal={false} {...number('kept')} />
            <NumberInput
              label={form.labels.n}
              description={t`contacts, visits or people`}
              min={1}
              allowDecimal={false}
              {...number('n')}
            />
          </FieldRow>
        ) : (
          <>
            <FieldRow>
              <NumberInput
                label={form.labels.mean}
                description={t`From ${low} to ${high}`}
                decimalScale={3}
                {...number('mean')}
              />
              <NumberInput label={form.labels.sd} min={0} decimalScale={3} {...number('sd')} />
            </FieldRow>
            <NumberInput label={form.labels.n} min={1} allowDecimal={false} {...number('n')} />
          </>
        )}
        <Textarea label={form.labels.note} autosize minRows={1} maxRows={6} maxLength={2000} {...form.field('note')} />
        {form.values.method === 'staff' && (
          <p className="muted small">
            <Trans>It stands apart from what customers and assessors found. At least five of them.</Trans>
          </p>
        )}
        {why !== undefined && (
          <div className="row wrap" style={{ alignItems: 'end' }}>
            <TextInput
              label={t`Why it doesn’t hold`}
              value={why}
              maxLength={500}
              autoFocus
              onChange={(e) => setWhy(e.currentTarget.value)}
            />
            <Button
              kind="danger"
              disabled={!why.trim()}
              busy={calls.withdraw.isPending}
              onClick={() => void withdraw()}
            >
              <Trans>Withdraw</Trans>
            </Button>
          </div>
        )}
      </FormFrame>
    </Modal>
  )
}
