import { useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { idempotencyKey } from '../../api/client'
import { asProblem } from '../../api/problem'
import { Notice } from '../../components/feedback/ErrorState'
import { useToasts } from '../../components/feedback/Toasts'
import { PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { ColumnList } from './ColumnList'
import { FirstRows } from './FirstRows'
import { type Fault, faultsOf } from './faults'
import css from './importing.module.css'
import { keep, kept } from './kept'
import { MappingMenu } from './MappingMenu'
import { MeasureTable } from './MeasureTable'
import type { Mapping, Upload } from './mapping'
import { sameMapping, tidy } from './mapping-file'
import { PageDrop } from './PageDrop'
import { importKeys, previewQuery, useSavedMappings, useStartImport } from './queries'
import { SavedNotice } from './SavedNotice'
import { SheetPicker } from './SheetPicker'
import { type Preview, StartButton, StartCard } from './StartCard'
import { useUpload } from './useUpload'
import { WholeFile } from './WholeFile'

const noErrors: Fault[] = []

/** What each column is at the left, what would come of it at the right; nothing is recorded before Import. */
export function MappingScreen({ upload }: { upload: Upload }) {
  const { t, i18n } = useLingui()
  const [start] = useState(() => kept(upload.upload) ?? { mapping: upload.mapping ?? blank, saved: upload.saved?.id })
  const format = useFormat()
  const phone = usePhone()
  const router = useRouter()
  const client = useQueryClient()
  const toasts = useToasts()
  const again = useUpload()
  const [mapping, setMapping] = useState(start.mapping)
  const [openCases, setOpenCases] = useState(start.openCases ?? false)
  // The saved mapping that this one began as; it stays named while it is the same.
  const [saved, setSaved] = useState(start.saved)
  const list = useSavedMappings().data ?? []
  const chosen = list.find((s) => s.id === saved)
  const unchanged = chosen !== undefined && sameMapping(chosen.mapping, mapping)
  const [settled] = useDebouncedValue(mapping, 300)
  const preview = useQuery({ ...previewQuery(upload.upload, settled), enabled: settled.at.column !== '' })
  // A mapping that is refused has no preview; the last one that had stays, since mostly one field is wrong.
  const [last, setLast] = useState<{ preview: Preview; mapping: Mapping }>()
  if (preview.data && !preview.isPlaceholderData && preview.data !== last?.preview) {
    setLast({ preview: preview.data, mapping: settled })
  }
  const begin = useStartImport()
  // One key as long as the wish is the same: a second click, or a retry after a cut connection, begins one import.
  const wish = useRef({ text: '', key: '' })

  const change = (next: Mapping, from = saved) => {
    setMapping(next)
    setSaved(from)
    keep(upload.upload, { mapping: next, openCases, saved: from })
  }
  const failed = asProblem(preview.error)
  const faults = failed && mapping.at.column !== '' ? faultsOf(mapping, failed.errors) : noErrors
  const elsewhere = failed && failed.errors.length === 0 ? explain(i18n, preview.error) : ''
  const timeless = mapping.at.column === ''
  const pending = preview.isFetching || mapping !== settled

  const run = async (replace?: string) => {
    const body = {
      upload: upload.upload,
      mapping: tidy(mapping),
      open_cases: openCases,
      replace,
      saved: unchanged ? saved : undefined,
    }
    const text = JSON.stringify(body)
    if (wish.current.text !== text) wish.current = { text, key: idempotencyKey() }
    try {
      const made = await begin.mutateAsync({ retryKey: wish.current.key, body })
      client.setQueryData(importKeys.one(made.id), made)
      await router.navigate({ href: `/imports/${made.id}` })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
      void preview.refetch()
    }
  }

  const button = (
    <StartButton
      preview={last?.preview}
      ready={!pending && !preview.isError && !timeless}
      busy={begin.isPending}
      onStart={run}
    />
  )
  const rows = format.count(upload.rows)
  const size = format.bytes(upload.bytes)
  return (
    <>
      <PageDrop onFile={again.start} />
      <PageHeader
        title={upload.name}
        crumb={{ label: t`Imports`, href: '/imports' }}
        remark={[t`${rows} rows`, size, ...written(upload)].join(' · ')}
        actions={
          <MappingMenu
            upload={upload}
            mapping={mapping}
            list={list}
            chosen={chosen}
            unchanged={unchanged}
            onLoad={change}
          />
        }
      />
      <PageBody>
        {elsewhere && (
          <Notice tone="worse" icon="warning">
            {elsewhere}
          </Notice>
        )}
        {chosen && unchanged && (
          <SavedNotice saved={chosen} onGuess={upload.guess ? () => change(upload.guess ?? mapping, '') : undefined} />
        )}
        <div className={css.mapping}>
          <div className={css.side}>
            <SheetPicker upload={upload} />
            <WholeFile mapping={mapping} faults={faults} onChange={change} />
            <ColumnList
              upload={upload}
              mapping={mapping}
              faults={faults}
              off={last?.preview.beside}
              onChange={change}
            />
          </div>
          <div className={css.preview}>
            <StartCard
              preview={last?.preview}
              mapping={last?.mapping ?? settled}
              faults={faults}
              pending={pending}
              refused={preview.isError}
              timeless={timeless}
              openCases={openCases}
              onOpenCases={(on) => {
                setOpenCases(on)
                keep(upload.upload, { mapping, openCases: on, saved })
              }}
              button={phone ? null : button}
            />
            <div className={css.live} data-stale={pending ? '' : undefined}>
              <MeasureTable preview={last?.preview} mapping={last?.mapping ?? settled} waiting={preview.isFetching} />
              <FirstRows preview={last?.preview} mapping={last?.mapping ?? settled} />
            </div>
          </div>
        </div>
        {phone && <div className={css.bar}>{button}</div>}
      </PageBody>
    </>
  )
}

const blank: Mapping = { at: { column: '', format: '2006-01-02' }, kind: 'review' }

/** How the file is written: a sheet, lines of JSON, or an encoding and what separates its fields. */
function written(upload: Upload): string[] {
  if (upload.kind === 'xlsx') return ['Excel', upload.sheet ?? '']
  return upload.kind === 'ndjson' ? ['NDJSON'] : [upload.encoding, delimiterWord(upload.delimiter)]
}

const delimiterWord = (delimiter: string) => (delimiter === '\t' ? '⇥' : `“${delimiter}”`)
