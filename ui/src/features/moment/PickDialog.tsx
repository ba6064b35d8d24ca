import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { explain } from '../../words/problems'
import { JudgedFields, useJudgedCheck, useJudgedLabels } from './JudgedFields'
import { type JudgedForm, sent, startOf } from './judged'
import type { Taken } from './PickPage'
import { type MomentFile, useMomentCalls } from './queries'

/** Makes a criterion of the words that were selected. */
export function PickDialog({ of, taken, onClose }: { of: MomentFile; taken: Taken; onClose: (done: boolean) => void }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const check = useJudgedCheck()
  const [incident, setIncident] = useState(true)
  const form = useForm<JudgedForm>({
    id: 'pick',
    initial: startOf(),
    labels: useJudgedLabels(),
    check,
    send: async (v) => {
      const made = await calls.pick.mutateAsync({
        id: of.id,
        body: {
          signal: taken.signal.id,
          wording: taken.wording,
          ...(incident ? { incident: taken.glad ? ('delight' as const) : ('failure' as const) } : {}),
          ...sent(v),
        },
      })
      onClose(true)
      toasts.show(t`It is a criterion now`, {
        undo: () =>
          calls.drop.mutate(
            { id: of.id, criterion: made.id },
            { onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }) },
          ),
      })
    },
  })
  return (
    <FormDialog
      title={t`A criterion in the customer’s words`}
      deed={t`Make it a criterion`}
      form={form}
      onClose={() => onClose(false)}
      size={680}
    >
      <p style={{ fontSize: 'var(--t-xl)', lineHeight: '24px', fontWeight: 600, overflowWrap: 'anywhere' }} dir="auto">
        “{taken.wording}”
      </p>
      <JudgedFields form={form} />
      <Checkbox
        label={t`Link this comment as a critical incident too`}
        checked={incident}
        onChange={(e) => setIncident(e.currentTarget.checked)}
      />
      <p className="muted small">
        <Trans>The words stay as the customer said them, with the comment as their source.</Trans>
      </p>
    </FormDialog>
  )
}
