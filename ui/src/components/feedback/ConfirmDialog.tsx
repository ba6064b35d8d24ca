import { Trans } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '../Button'
import { ErrorState } from './ErrorState'
import css from './feedback.module.css'

/**
 * Only for what can't be undone. `deed` is the button's words ("Publish version 5"); `onConfirm` may take its time
 * and may fail: the dialog then stays and says why.
 */
export function ConfirmDialog({
  opened,
  title,
  deed,
  danger,
  children,
  onConfirm,
  onClose,
}: {
  opened: boolean
  title: string
  deed: string
  danger?: boolean
  children?: ReactNode
  onConfirm: () => Promise<unknown> | undefined
  onClose: () => void
}) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const once = useRef(false)
  const confirm = async () => {
    if (once.current) return
    once.current = true
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      once.current = false
      setBusy(false)
    }
  }
  return (
    <Modal
      opened={opened}
      onClose={busy ? () => {} : onClose}
      title={title}
      centered
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <div className="second">{children}</div>
      {error !== undefined && <ErrorState error={error} />}
      <div className={css.buttons}>
        <Button onClick={onClose} disabled={busy} data-autofocus>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind={danger ? 'danger' : 'primary'} busy={busy} onClick={confirm}>
          {deed}
        </Button>
      </div>
    </Modal>
  )
}
