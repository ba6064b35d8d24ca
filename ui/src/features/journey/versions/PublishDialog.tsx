import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { AppLink } from '../../../components/AppLink'
import { Button } from '../../../components/Button'
import { useToasts } from '../../../components/feedback/Toasts'
import { useSearchState } from '../../../components/filter/useSearchState'
import { FormDialog } from '../../../components/form/FormDialog'
import { useForm } from '../../../components/form/useForm'
import { Icon } from '../../../components/Icon'
import type { MapStore } from '../map/store'
import { useJourneyCalls } from '../queries'

/** Freezes the draft as the next version; while rules stand against it, says which and leads there. */
export function PublishDialog({ store, onClose }: { store: MapStore; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useJourneyCalls()
  const [, set] = useSearchState()
  const { findings, journey } = useSyncExternalStore(store.subscribe, store.snapshot)
  // Without a promise nothing else matters: it comes first.
  const blocking = findings
    .filter((f) => f.blocks && !f.waived)
    .sort((a, b) => Number(b.rule === 'promise_in_force') - Number(a.rule === 'promise_in_force'))
  const next = journey.version + 1
  const form = useForm({
    id: 'publish-journey',
    initial: { note: '' },
    labels: { note: t`What is new` },
    send: async (v) => {
      await store.flush()
      const { id, revision } = store.snapshot().journey
      const made = await calls.publish.mutateAsync({ id, revision, note: v.note.trim() || undefined })
      toasts.show(t`Version ${made.version} is published`)
      set({ edit: undefined, open: undefined, version: undefined })
      onClose()
    },
  })
  const toRules = () => {
    set({ open: 'rules' })
    onClose()
  }
  return (
    <FormDialog
      title={t`Publish version ${next}`}
      deed={t`Publish version ${next}`}
      form={form}
      size={560}
      onClose={onClose}
    >
      {blocking.length > 0 ? (
        <div className="stack">
          <p className="worse row">
            <Icon name="warning" />
            <Trans>Rules stand against it. Mend them, or sign an exception.</Trans>
          </p>
          <ul className="stack small">
            {blocking.slice(0, 8).map((f) => (
              <li key={`${f.rule}${f.card ?? f.stage ?? ''}${f.text}`}>
                <p>{f.text}</p>
                {f.rule === 'promise_in_force' && (
                  <p>
                    <AppLink className="link" href="/promise">
                      <Trans>Go to the promise</Trans>
                    </AppLink>
                  </p>
                )}
              </li>
            ))}
          </ul>
          <span>
            <Button icon="rule" onClick={toRules}>
              <Trans>Show the rules</Trans>
            </Button>
          </span>
        </div>
      ) : (
        <p className="second">
          <Trans>The map is frozen as it stands, under the promise in force. Drawing on begins the next draft.</Trans>
        </p>
      )}
      <Textarea label={form.labels.note} autosize minRows={2} maxLength={1000} data-autofocus {...form.field('note')} />
    </FormDialog>
  )
}
