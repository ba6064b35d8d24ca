import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { Button } from '../../components/Button'
import css from './importing.module.css'
import { KeyField } from './KeyField'
import type { Mapping } from './mapping'

/** What an attribute is called, by which figures are split and filtered. */
export function AttributeFields({
  attribute,
  mapping,
  onChange,
}: {
  attribute: string
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <>
      <div className={css.summary}>
        <div className={css.said}>
          <span className="second">
            <Trans>Called {attribute}</Trans>
          </span>
        </div>
        <Button kind="quiet" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? <Trans>Close</Trans> : <Trans>Change</Trans>}
          <span className="vh"> {attribute}</span>
        </Button>
      </div>
      {open && (
        <div className={css.details} id={id}>
          <KeyField of="attributes" label={t`Called`} value={attribute} mapping={mapping} onChange={onChange} />
        </div>
      )}
    </>
  )
}
