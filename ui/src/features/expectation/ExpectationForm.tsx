import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { type Expectation, type ExpectationInput, useExpectationCalls } from './queries'
import { useKinds, useSentence } from './words'

/** The keys of touch points that have been heard of. */
const useTouchPointKeys = () =>
  useQuery({
    queryKey: ['touch-points', 'keys'] as const,
    queryFn: ({ signal }) => data(api.GET('/touch-points', { params: { query: { limit: 200 } }, signal })),
    select: (list) => (list.items ?? []).map((p) => p.key),
  })

/** What should happen, said while it is chosen. */
export function ExpectationForm({ of, onClose }: { of?: Expectation; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useExpectationCalls()
  const kinds = useKinds()
  const sentence = useSentence()
  const points = useTouchPointKeys().data ?? []
  const form = useForm({
    id: 'expectation',
    initial: {
      name: of?.name ?? '',
      kind: (of?.kind ?? 'promise') as Expectation['kind'],
      touch_point: of?.touch_point ?? '',
      channel: of?.channel ?? '',
      attribute: of?.attribute ?? (of ? '' : 'promised_at'),
      hours: String(of?.hours || 24),
      days: String(of?.days || 7),
      answer_at: of?.answer_at ?? '',
    },
    labels: {
      name: t`Name`,
      kind: t`What is expected`,
      touch_point: t`Only at touch point`,
      channel: t`Only on channel`,
      attribute: t`Attribute`,
      hours: t`Within hours`,
      days: t`Within days`,
      answer_at: t`Answered at touch point`,
    },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Give it a name: the signals carry it`,
      hours: v.kind === 'answer' && !(Number(v.hours) >= 1) ? t`Enter a number of hours` : undefined,
      days:
        (v.kind === 'contact' || v.kind === 'repeat') && !(Number(v.days) >= 1) ? t`Enter a number of days` : undefined,
    }),
    send: async (v) => {
      const body = { ...inputFor(v), name: v.name.trim(), on: of?.on ?? true }
      const name = body.name
      if (of) await calls.edit.mutateAsync({ id: of.id, version: of.version, body })
      else await calls.add.mutateAsync(body)
      toasts.show(of ? t`${name} is saved` : t`${name} is expected from now on`)
      onClose()
    },
  })
  const { values } = form
  const remove = async () => {
    if (!of) return
    const name = of.name
    await calls.remove.mutateAsync(of.id)
    toasts.show(t`${name} is ended; what it found stays`)
    onClose()
  }
  const title = of ? t`Change this expectation` : t`Expect something`
  return (
    <Modal opened onClose={onClose} title={title} size={560} withCloseButton={false}>
      <FormFrame
        form={form}
        name={title}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy}>
              {of ? <Trans>Save</Trans> : <Trans>Expect it</Trans>}
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <span className="grow" />
            {of && (
              <Button kind="quiet" icon="trash" busy={calls.remove.isPending} onClick={() => void remove()}>
                <Trans>End it</Trans>
              </Button>
            )}
          </>
        }
      >
        <TextInput label={form.labels.name} {...form.field('name')} data-autofocus maxLength={80} />
        <NativeSelect
          label={form.labels.kind}
          {...form.field('kind')}
          onChange={(e) => form.set({ kind: e.currentTarget.value as Expectation['kind'] })}
          data={kinds}
          disabled={of !== undefined}
        />
        <FieldRow>
          {values.kind === 'answer' ? (
            <TextInput label={form.labels.hours} inputMode="numeric" {...form.field('hours')} />
          ) : values.kind === 'promise' ? (
            <TextInput
              label={form.labels.attribute}
              description={t`Holds the time that was promised`}
              {...form.field('attribute')}
            />
          ) : (
            <TextInput label={form.labels.days} inputMode="numeric" {...form.field('days')} />
          )}
          {values.kind === 'repeat' ? (
            <TextInput
              label={form.labels.attribute}
              description={t`Must be the same, such as a topic; empty for any`}
              value={values.attribute === 'promised_at' ? '' : values.attribute}
              onChange={(e) => form.set({ attribute: e.currentTarget.value })}
              id={form.id('attribute')}
              error={form.errors.attribute}
            />
          ) : values.kind === 'contact' ? (
            <span />
          ) : (
            <Autocomplete
              label={form.labels.answer_at}
              description={t`Empty: any later signal of the customer`}
              {...form.control('answer_at')}
              onChange={(answer_at) => form.set({ answer_at })}
              data={points}
            />
          )}
        </FieldRow>
        <FieldRow>
          <Autocomplete
            label={form.labels.touch_point}
            {...form.control('touch_point')}
            onChange={(touch_point) => form.set({ touch_point })}
            data={points}
          />
          <TextInput label={form.labels.channel} {...form.field('channel')} />
        </FieldRow>
        <p className="second">{sentence({ ...inputFor(values), name: values.name, on: true })}</p>
        <p className="muted small">
          {values.kind === 'repeat' ? (
            <Trans>Each contact is followed by an operational signal with repeat_contact 1 or 0.</Trans>
          ) : (
            <Trans>It begins with what is heard from now on. An attribute answered_at says when it came, too.</Trans>
          )}
        </p>
      </FormFrame>
    </Modal>
  )
}

/** Only what a kind of expectation needs. */
function inputFor(
  v: Record<'touch_point' | 'channel' | 'attribute' | 'hours' | 'days' | 'answer_at', string> & {
    kind: Expectation['kind']
  },
): Omit<ExpectationInput, 'name' | 'on'> {
  const or = (s: string) => s.trim() || undefined
  return {
    kind: v.kind,
    touch_point: or(v.touch_point),
    channel: or(v.channel),
    attribute:
      v.kind === 'promise' || (v.kind === 'repeat' && v.attribute !== 'promised_at') ? or(v.attribute) : undefined,
    hours: v.kind === 'answer' ? Number(v.hours) : undefined,
    days: v.kind === 'contact' || v.kind === 'repeat' ? Number(v.days) : undefined,
    answer_at: v.kind === 'promise' || v.kind === 'answer' ? or(v.answer_at) : undefined,
  }
}
