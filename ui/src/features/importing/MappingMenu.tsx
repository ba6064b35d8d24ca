import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FileDrop } from '../../components/form/FileDrop'
import { Menu } from '../../components/Menu'
import { useFormat } from '../../words/i18n'
import css from './importing.module.css'
import type { FileColumn, Mapping } from './mapping'
import { isUnreadable, readMapping, type Unreadable, writeMapping } from './mapping-file'

/** Saves the mapping as the JSON file that scripts use, and takes one back. */
export function MappingMenu({
  name,
  mapping,
  columns,
  onLoad,
}: {
  name: string
  mapping: Mapping
  columns: readonly FileColumn[]
  onLoad: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const [asked, setAsked] = useState(false)
  const shown = useRef(0)
  // Once the screen is left there is nothing that its undo could change.
  useEffect(() => () => toasts.dismiss(shown.current), [toasts])
  const load = (next: Mapping) => {
    setAsked(false)
    onLoad(next)
    shown.current = toasts.show(t`Mapping loaded`, { undo: () => onLoad(mapping) })
  }
  return (
    <>
      <Menu
        trigger={<Button icon="more">{t`Mapping`}</Button>}
        remark={t`The same file that “touchstone import --mapping” takes`}
        width={240}
        entries={[
          { label: t`Save as a JSON file`, icon: 'export', onSelect: () => save(name, mapping) },
          { label: t`Load a JSON file`, icon: 'import', onSelect: () => setAsked(true) },
        ]}
      />
      <Modal opened={asked} onClose={() => setAsked(false)} title={t`Load a mapping`} centered withCloseButton={false}>
        <LoadForm columns={columns.map((c) => c.name)} onLoad={load} onClose={() => setAsked(false)} />
      </Modal>
    </>
  )
}

function LoadForm({
  columns,
  onLoad,
  onClose,
}: {
  columns: readonly string[]
  onLoad: (mapping: Mapping) => void
  onClose: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [text, setText] = useState('')
  const [error, setError] = useState('')
  const say = (wrong: Unreadable) => {
    if (wrong.why === 'not_json') return t`This isn’t JSON. Look for a missing comma or quote.`
    if (wrong.why === 'not_a_mapping') return t`This JSON isn’t a mapping: it needs at least “at” and “kind”.`
    const missing = format.list((wrong.columns ?? []).slice(0, 5).map((c) => `“${c}”`))
    return t`The file has no column ${missing}.`
  }
  const read = (from: string) => {
    const found = readMapping(from, columns)
    if (isUnreadable(found)) setError(say(found))
    else onLoad(found)
  }
  return (
    <form
      className={css.load}
      onSubmit={(event) => {
        event.preventDefault()
        read(text)
      }}
    >
      <FileDrop
        label={t`Mapping file`}
        accept=".json,application/json"
        onFile={async (file) => {
          const from = await file.text()
          setText(from)
          read(from)
        }}
      />
      <Textarea
        label={t`Or paste it`}
        data-autofocus
        rows={8}
        value={text}
        error={error}
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError('')
        }}
      />
      <div className={css.buttons}>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="primary" type="submit" disabled={!text.trim()}>
          <Trans>Load the mapping</Trans>
        </Button>
      </div>
    </form>
  )
}

/** Hands text over as a file; the link lives for one click. */
export function save(name: string, mapping: Mapping): void {
  const url = URL.createObjectURL(new Blob([writeMapping(mapping)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/\.[^.]*$/, '')}-mapping.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
