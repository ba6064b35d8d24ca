import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FileDrop } from '../../components/form/FileDrop'
import { Menu, type MenuEntry } from '../../components/Menu'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import css from './importing.module.css'
import type { Mapping, Upload } from './mapping'
import { fits, isUnreadable, readMapping, tidy, type Unreadable, writeMapping } from './mapping-file'
import { type SavedMapping, useMappingEdits } from './queries'
import { SaveMapping } from './SaveMapping'

type Load = (mapping: Mapping, saved?: string) => void

/** Saved mappings that fit the file, saving this one, and the JSON file that scripts use. */
export function MappingMenu({
  upload,
  mapping,
  list,
  chosen,
  unchanged,
  onLoad,
}: {
  upload: Upload
  mapping: Mapping
  list: readonly SavedMapping[]
  /** The saved mapping that this one began as. */
  chosen: SavedMapping | undefined
  unchanged: boolean
  onLoad: Load
}) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const { edit } = useMappingEdits()
  const [asked, setAsked] = useState<'load' | 'save'>()
  const shown = useRef(0)
  // Once the screen is left there is nothing that its undo could change.
  useEffect(() => () => toasts.dismiss(shown.current), [toasts])
  const columns = upload.columns ?? []
  const before = chosen?.id
  const load = (next: Mapping, from = '') => {
    setAsked(undefined)
    onLoad(next, from)
    shown.current = toasts.show(t`Mapping loaded`, { undo: () => onLoad(mapping, before) })
  }
  const update = async () => {
    if (!chosen) return
    const { id, name, shared, version } = chosen
    const body = { name, shared, mapping: tidy(mapping), header: columns.map((c) => c.name) }
    try {
      await edit.mutateAsync({ id, version, body })
      toasts.show(t`${name} is saved`)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const entries: MenuEntry[] = [{ kind: 'label', label: t`Saved mappings` }]
  for (const s of list.slice(0, 12)) {
    const usable = fits(s.mapping, columns)
    entries.push({
      label: usable ? s.name : t`${s.name} (other columns)`,
      checked: s.id === chosen?.id && unchanged,
      disabled: !usable,
      onSelect: () => load(s.mapping, s.id),
    })
  }
  if (chosen && !unchanged) entries.push({ label: t`Save changes to ${chosen.name}`, icon: 'check', onSelect: update })
  entries.push(
    { label: t`Save under a name…`, icon: 'plus', onSelect: () => setAsked('save') },
    { label: t`All saved mappings`, icon: 'list', href: '/imports/mappings' },
    { kind: 'divider' },
    { label: t`Save as a JSON file`, icon: 'export', onSelect: () => save(upload.name, mapping) },
    { label: t`Load a JSON file`, icon: 'import', onSelect: () => setAsked('load') },
  )
  return (
    <>
      <Menu trigger={<Button icon="more">{t`Mapping`}</Button>} width={260} entries={entries} />
      {asked === 'save' && (
        <SaveMapping
          name={chosen?.name ?? upload.name.replace(/\.[^.]*$/, '')}
          mapping={tidy(mapping)}
          header={columns.map((c) => c.name)}
          onSaved={(s) => {
            setAsked(undefined)
            onLoad(mapping, s.id)
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      <Modal
        opened={asked === 'load'}
        onClose={() => setAsked(undefined)}
        title={t`Load a mapping`}
        centered
        withCloseButton={false}
      >
        <LoadForm columns={columns.map((c) => c.name)} onLoad={load} onClose={() => setAsked(undefined)} />
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
