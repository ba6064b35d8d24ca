import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { type CorrectionForm, corrected, startOf, wrongScores } from './correction'
import { type SignalDetail, useCorrect } from './queries'

type Values = Omit<CorrectionForm, 'scores' | 'reasons' | 'attributes'> & Record<string, string>

/** Puts right what came in wrong; the log keeps what was. */
export function CorrectSignal({ signal, onClose }: { signal: SignalDetail; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const correct = useCorrect(signal.id)
  const measures = signal.measures ?? []
  const attributes = Object.keys(signal.attributes)
  const start = startOf(signal)
  const labels: Record<string, string> = {
    touch_point: t`Touch point, key`,
    unit: t`Unit, key`,
    employee: t`Employee, external id`,
    channel: t`Channel`,
    comment: t`Comment`,
    ...Object.fromEntries(measures.map((m) => [`measures.${m.metric}`, m.name])),
    ...Object.fromEntries(attributes.map((key) => [`attributes.${key}`, key])),
  }
  const form = useForm<Values>({
    id: 'correct',
    initial: {
      ...start,
      scores: undefined as never,
      reasons: undefined as never,
      attributes: undefined as never,
      ...Object.fromEntries(measures.map((m) => [`measures.${m.metric}`, start.scores[m.metric] ?? ''])),
      ...Object.fromEntries(measures.map((m) => [`reasons.${m.metric}`, start.reasons[m.metric] ?? ''])),
      ...Object.fromEntries(attributes.map((key) => [`attributes.${key}`, start.attributes[key] ?? ''])),
    },
    labels,
    check: (values) => {
      const wrong = wrongScores(signal, gather(values, 'measures.'))
      return Object.fromEntries(
        measures.flatMap((m) => {
          const [min, max] = [m.min, m.max]
          const why = wrong[m.metric]
          return why ? [[`measures.${m.metric}`, why === 'number' ? t`Enter a number` : t`From ${min} to ${max}`]] : []
        }),
      )
    },
    send: async (values) => {
      await correct.mutateAsync(
        corrected(signal, {
          touch_point: values.touch_point,
          unit: values.unit,
          employee: values.employee,
          channel: values.channel,
          comment: values.comment,
          scores: gather(values, 'measures.'),
          reasons: gather(values, 'reasons.'),
          attributes: gather(values, 'attributes.'),
        }),
      )
      toasts.show(t`The signal is corrected`)
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Correct this signal`}
      size={640}
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <FormFrame
        form={form}
        name={t`Correct this signal`}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy} disabled={!form.changed}>
              <Trans>Save the correction</Trans>
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        {pairs(measures).map((pair) => (
          <FieldRow key={pair[0]?.metric}>
            {pair.map((m) => (
              <div key={m.metric} className="stack" style={{ gap: 6 }}>
                <TextInput
                  label={m.name}
                  description={t`From ${m.min} to ${m.max}`}
                  inputMode="decimal"
                  {...form.field(`measures.${m.metric}`)}
                />
                {String(form.values[`measures.${m.metric}`] ?? '').trim() === '' && (
                  <NativeSelect
                    aria-label={t`Why ${m.name} has no score`}
                    {...form.field(`reasons.${m.metric}`)}
                    data={[
                      { value: 'not_answered', label: t`Not answered` },
                      { value: 'not_rated', label: t`Not rated: it didn’t apply` },
                    ]}
                  />
                )}
              </div>
            ))}
          </FieldRow>
        ))}
        <Textarea
          label={labels.comment}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={20000}
          {...form.field('comment')}
        />
        <FieldRow>
          <TextInput label={labels.touch_point} {...form.field('touch_point')} />
          <TextInput label={labels.unit} {...form.field('unit')} />
        </FieldRow>
        <FieldRow>
          <TextInput label={labels.employee} {...form.field('employee')} />
          <TextInput label={labels.channel} {...form.field('channel')} />
        </FieldRow>
        {pairs(attributes).map((pair) => (
          <FieldRow key={pair[0]}>
            {pair.map((key) => (
              <TextInput key={key} label={key} {...form.field(`attributes.${key}`)} />
            ))}
          </FieldRow>
        ))}
      </FormFrame>
    </Modal>
  )
}

/** The values whose names begin with a prefix, without it. */
const gather = (values: Record<string, string>, prefix: string) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), String(value ?? '')]] : [],
    ),
  )

function pairs<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / 2) }, (_, at) => all.slice(at * 2, at * 2 + 2))
}
