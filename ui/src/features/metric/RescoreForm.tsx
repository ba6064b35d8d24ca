import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useDeferredValue } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { CardBody } from '../../components/layout/Page'
import type { Metric } from '../../core/metrics'
import { scoringOf } from './DefineMetric'
import { EffectTables } from './EffectTables'
import { type ScoringInput, useRescore } from './queries'
import { asNumber, type Method, useMethods } from './ScoringFields'

/** Another scoring of the same scores: what it does to past figures stands below it before it is saved. */
export function RescoreForm({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const rescore = useRescore()
  const methods = useMethods().filter((m) => m.value !== 'nps' || (metric.min === 0 && metric.max === 10))
  const now = metric.scoring
  const off = (v: { method: Method; 'scoring.from': string; 'scoring.to': string }) => {
    const [from, to] = [asNumber(v['scoring.from']), asNumber(v['scoring.to'])]
    return {
      'scoring.from':
        v.method === 'top_box' && (from === undefined || from <= metric.min || from > metric.max)
          ? t`Must lie on the scale, above the lowest`
          : undefined,
      'scoring.to':
        v.method === 'within' && (to === undefined || to < metric.min || to >= metric.max)
          ? t`Must lie on the scale, below the highest`
          : undefined,
    }
  }
  const form = useForm({
    id: 'rescore',
    initial: {
      method: now.method as Method,
      'scoring.from': String(now.from ?? metric.max),
      'scoring.to': String(now.to ?? metric.min),
      why: '',
    },
    labels: { method: t`Figure`, 'scoring.from': t`Counts from`, 'scoring.to': t`Counts up to`, why: t`Why` },
    check: (v) => ({ ...off(v), why: v.why.trim() ? undefined : t`Say why: it stays in the history` }),
    send: async (v) => {
      const done = await rescore.mutateAsync({ metric, scoring: scoringOf(v), why: v.why.trim() })
      const version = done.scoring.version
      toasts.show(t`Scoring version ${version} is in force`)
      onClose()
    },
  })
  const wrong = Object.values(off(form.values)).some(Boolean)
  const scoring = scoringOf(form.values)
  const same =
    scoring.method === now.method && (scoring.from ?? now.from) === now.from && (scoring.to ?? now.to) === now.to
  const asked: ScoringInput | null = wrong || same ? null : scoring
  const shown = useDeferredValue(JSON.stringify(asked))
  return (
    <CardBody>
      <FormFrame
        form={form}
        name={t`Change the scoring`}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy} disabled={same}>
              <Trans>Save as version {now.version + 1}</Trans>
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        <FieldRow>
          <NativeSelect
            label={form.labels.method}
            {...form.field('method')}
            onChange={(e) => form.set({ method: e.currentTarget.value as Method })}
            data={methods}
            autoFocus
          />
          {form.values.method === 'top_box' ? (
            <TextInput label={form.labels['scoring.from']} inputMode="decimal" {...form.field('scoring.from')} />
          ) : form.values.method === 'within' ? (
            <TextInput label={form.labels['scoring.to']} inputMode="decimal" {...form.field('scoring.to')} />
          ) : (
            <span />
          )}
        </FieldRow>
        <EffectTables metric={metric} scoring={JSON.parse(shown) as ScoringInput | null} />
        <Textarea label={form.labels.why} autosize minRows={2} maxLength={500} {...form.field('why')} />
      </FormFrame>
    </CardBody>
  )
}
