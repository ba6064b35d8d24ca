import { Trans, useLingui } from '@lingui/react/macro'
import { type DragEvent, type ReactNode, useId, useState } from 'react'
import { Icon } from '../Icon'
import css from './form.module.css'

/** A place to drop one file or to choose it: a native file input fills it, so click, keyboard and drag all work. */
export function FileDrop({
  label,
  remark,
  accept,
  busy,
  onFile,
}: {
  label: string
  remark?: ReactNode
  /** As for an input: ".csv,text/csv". A dropped file is not checked against it; the server says what it can't read. */
  accept?: string
  busy?: boolean
  onFile: (file: File) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && !busy) onFile(file)
  }
  return (
    <label
      htmlFor={id}
      className={css.drop}
      data-over={over ? '' : undefined}
      aria-busy={busy || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="import" />
      <span className="strong">{busy ? t`Reading the file` : label}</span>
      <span className="muted small">{remark ?? <Trans>Drop it here, or choose it.</Trans>}</span>
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={busy}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // Emptied, so that the same file can be chosen again after it was mended.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </label>
  )
}
