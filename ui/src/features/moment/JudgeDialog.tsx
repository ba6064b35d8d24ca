import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { explain } from '../../words/problems'
import { JudgedFields, useJudgedCheck, useJudgedLabels } from './JudgedFields'
import { type JudgedForm, sent, startOf } from './judged'
import { type Criterion, type MomentFile, useMomentCalls } from './queries'

/** How a criterion is judged; its words stay the customer's. */
export function JudgeDialog({ moment, of, onClose }: { moment: MomentFile; of: Criterion; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const check = useJudgedCheck()
  const [version] = useState(of.version)
  const form = useForm<JudgedForm>({
    id: 'judged',
    initial: startOf(of),
    labels: useJudgedLabels(),
    check,
    send: async (v) => {
      const at = { id: moment.id, criterion: of.id }
      const now = await calls.judge.mutateAsync({ ...at, version, body: sent(v) })
      onClose()
      toasts.show(t`It is judged so from now on`, {
        undo: () =>
          calls.judge.mutate(
            { ...at, version: now.version, body: sent(startOf(of)) },
            { onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }) },
          ),
      })
    },
  })
  return (
    <FormDialog title={t`How it is judged`} deed={t`Save`} form={form} onClose={onClose} size={640}>
      <p className="strong" dir="auto">
        “{of.wording}”
      </p>
      <JudgedFields form={form} />
      <p className="muted small">
        <Trans>The words stay as the customer said them.</Trans>
      </p>
    </FormDialog>
  )
}
