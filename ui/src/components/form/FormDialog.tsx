import { Trans } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { Button } from '../Button'
import { useReturnFocus } from '../useReturnFocus'
import { FormFrame } from './FormFrame'
import type { Form } from './useForm'

/** A short form in a dialog: adding one thing. `deed` is the words of its button. */
export function FormDialog<V extends Record<string, unknown>>({
  title,
  deed,
  form,
  onClose,
  size,
  children,
}: {
  title: string
  deed: string
  form: Form<V>
  onClose: () => void
  /** Width in pixels, where the usual one is too narrow. */
  size?: number
  children: ReactNode
}) {
  useReturnFocus()
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      size={size}
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <FormFrame
        form={form}
        name={title}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy}>
              {deed}
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        {children}
      </FormFrame>
    </Modal>
  )
}
