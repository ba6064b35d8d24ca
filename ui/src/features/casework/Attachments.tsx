import { Trans, useLingui } from '@lingui/react/macro'
import { useRef } from 'react'
import { Button } from '../../components/Button'
import css from './casework.module.css'
import { type Attached, maxBytes, maxFiles, read } from './letter'

/** Files of a letter: added one by one or several at once, each taken away again by its own button. */
export function Attachments({
  files,
  onChange,
  onFail,
}: {
  files: Attached[]
  onChange: (files: Attached[]) => void
  onFail: (words: string) => void
}) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const add = async (chosen: FileList | null) => {
    const list = [...(chosen ?? [])]
    const size = [...files, ...list].reduce((n, file) => n + file.size, 0)
    if (files.length + list.length > maxFiles) return onFail(t`At most ${maxFiles} files.`)
    if (size > maxBytes) return onFail(t`The files of a letter have at most 10 MB together.`)
    if (list.some((file) => file.size === 0)) return onFail(t`A file is empty.`)
    onChange([...files, ...(await Promise.all(list.map(read)))])
  }
  return (
    <div className={css.files}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          void add(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
      <Button kind="quiet" icon="plus" onClick={() => input.current?.click()}>
        <Trans>Attach a file</Trans>
      </Button>
      {files.map((file, at) => {
        const { name } = file
        return (
          <span key={`${name}-${file.size}`} className={css.file}>
            <span className="ellipsis">{name}</span>
            <Button
              kind="quiet"
              square
              icon="close"
              onClick={() => onChange(files.filter((_, other) => other !== at))}
            >{t`Take ${name} away`}</Button>
          </span>
        )
      })}
    </div>
  )
}
