import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { ConfirmDialog } from '../../components/feedback/ConfirmDialog'
import { useToasts } from '../../components/feedback/Toasts'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { cancelImport, type Import, importKeys, undoImport } from './queries'

/** Stopping an import while it runs, and taking back what it brought. */
export function ImportActions({ im }: { im: Import }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const toasts = useToasts()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const accepted = format.count(im.accepted)
  const settle = (next: Import) => {
    client.setQueryData(importKeys.one(im.id), next)
    void client.invalidateQueries({ queryKey: importKeys.all })
  }
  const cancel = async () => {
    setBusy(true)
    try {
      settle(await cancelImport(im.id))
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
      void client.invalidateQueries({ queryKey: importKeys.one(im.id) })
    }
    setBusy(false)
  }
  const running = im.state === 'waiting' || im.state === 'running'
  const undoable = ['done', 'failed', 'cancelled'].includes(im.state) && im.accepted > 0
  return (
    <>
      {running && (
        <Button icon="stop" busy={busy} onClick={cancel}>
          <Trans>Cancel</Trans>
        </Button>
      )}
      {undoable && (
        <Button icon="undo" onClick={() => setAsked(true)}>
          <Trans>Undo</Trans>
        </Button>
      )}
      <ConfirmDialog
        opened={asked}
        danger
        title={t`Undo the import of ${im.name}?`}
        deed={t`Remove ${accepted} signals`}
        onClose={() => setAsked(false)}
        onConfirm={async () => settle(await undoImport(im.id))}
      >
        <p>
          <Trans>
            {accepted} signals are removed, with their scores, comments and attributes, and the figures are counted
            without them. Metrics that this import made go too, unless a rule, a view or another file uses them; touch
            points and units stay. Cases that these signals opened stay, without the words.
          </Trans>
        </p>
        <p>
          <Trans>The same file can be imported again afterwards.</Trans>
        </p>
      </ConfirmDialog>
    </>
  )
}
