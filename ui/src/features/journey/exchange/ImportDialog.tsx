import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Modal, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../../components/Button'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { FileDrop } from '../../../components/form/FileDrop'
import { Icon } from '../../../components/Icon'
import { useReturnFocus } from '../../../components/useReturnFocus'
import { decode } from './decode'
import css from './exchange.module.css'
import { type Incoming, type Mend, type Preview, useExchangeCalls } from './queries'

/** Takes a journey from a file: what would become of it is shown first, and bad rows are mended in place. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const router = useRouter()
  const calls = useExchangeCalls()
  const [file, setFile] = useState<Incoming | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  useReturnFocus()
  const look = async (next: Incoming) => {
    setFile(next)
    calls.take.reset()
    try {
      const found = await calls.preview.mutateAsync(next)
      setPreview(found)
      setFile({ ...next, name: next.name || found.name })
    } catch {
      // What is wrong is shown; the last preview would be of another file.
      setPreview(null)
    }
  }
  const read = async (chosen: File) => {
    if (chosen.size > 20_000_000) return look({ text: ' '.repeat(6_000_000) })
    await look({ text: decode(await chosen.arrayBuffer()), name: undefined })
  }
  const take = async () => {
    if (!file) return
    const made = await calls.take.mutateAsync(file).catch(() => null)
    if (made) await router.navigate({ href: `/journeys/${made.id}` })
  }
  const error = calls.take.error ?? calls.preview.error
  return (
    <Modal opened onClose={onClose} title={t`Journey from a file`} centered size={720} withCloseButton={false}>
      <div className={css.dialog}>
        <FileDrop
          label={preview ? t`Another file` : t`A file of a journey`}
          remark={t`JSON of this program, CJML 2.0, or CSV with one row a touch point: drop it here, or choose it.`}
          accept=".csv,.json,.xml,.cjml,.txt,text/csv,application/json,text/xml"
          busy={calls.preview.isPending}
          onFile={read}
        />
        {error && <ErrorState error={error} title={t`The file could not be taken in.`} />}
        {preview && file && (
          <>
            <TextInput
              label={t`Name`}
              maxLength={80}
              value={file.name ?? ''}
              onChange={(event) => setFile({ ...file, name: event.currentTarget.value })}
            />
            <Outline of={preview} />
            <BadRows
              key={(preview.rows ?? []).map((r) => r.row).join(' ')}
              of={preview}
              busy={calls.preview.isPending}
              onMend={(mends) => look({ ...file, mends: merged(file.mends, mends) })}
              onSkip={(row) => look({ ...file, skip: [...(file.skip ?? []), row] })}
            />
            <Complaints of={preview} />
          </>
        )}
        <div className="row">
          <Button
            kind="primary"
            disabled={!preview || preview.blocked || !file?.name?.trim()}
            busy={calls.take.isPending}
            onClick={take}
          >
            <Trans>Make the journey</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  )
}

/** The later mend of a cell stands. */
const merged = (was: Incoming['mends'], next: readonly Mend[]): Mend[] => [
  ...(was ?? []).filter((m) => !next.some((n) => n.row === m.row && n.column === m.column)),
  ...next,
]

/** What would be drawn: its stages, and how many cards lie in each. */
function Outline({ of }: { of: Preview }) {
  const stages = of.map?.stages ?? []
  const cards = of.map?.cards ?? []
  const blocking = (of.findings ?? []).filter((f) => f.blocks).length
  return (
    <section>
      <h3 className="strong">
        <Plural value={stages.length} one="# stage" other="# stages" />,{' '}
        <Plural value={cards.length} one="# card" other="# cards" />
      </h3>
      <ol className={css.stages}>
        {stages.map((s) => (
          <li key={s.id} dir="auto">
            {s.name} <span className="muted">{cards.filter((c) => c.stage === s.id).length}</span>
          </li>
        ))}
      </ol>
      {blocking > 0 && (
        <p className="muted small">
          <Plural
            value={blocking}
            one="# rule is still to be kept before it can be published."
            other="# rules are still to be kept before it can be published."
          />
        </p>
      )}
    </section>
  )
}

/** The rows that can't be read as they are: mended here, or left out. */
function BadRows({
  of,
  busy,
  onMend,
  onSkip,
}: {
  of: Preview
  busy: boolean
  onMend: (mends: Mend[]) => void
  onSkip: (row: number) => void
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const rows = of.rows ?? []
  if (rows.length === 0) return null
  const mends = Object.entries(typed).map(([at, value]): Mend => {
    const [row, column = ''] = at.split(' ')
    return { row: Number(row), column, value }
  })
  return (
    <section>
      <h3 className="strong worse">
        <Plural value={rows.length} one="# row can’t be read as it is" other="# rows can’t be read as they are" />
      </h3>
      <ul>
        {rows.slice(0, 20).map((row) => {
          const wrong = (of.problems ?? []).filter((p) => p.row === row.row && p.blocks)
          const columns = [...new Set(wrong.map((p) => p.column).filter(Boolean))] as string[]
          return (
            <li key={row.row} className={css.row}>
              <p>
                <b>{t`Row ${row.row}`}</b> <span dir="auto">{row.cells?.task}</span>
              </p>
              {wrong.map((p) => (
                <p key={p.column + p.message} className="worse small row">
                  <Icon name="warning" small />
                  <span>{p.message}</span>
                </p>
              ))}
              <div className={css.cells}>
                {columns.map((column) => (
                  <TextInput
                    key={column}
                    size="xs"
                    label={column}
                    aria-label={t`${column} of row ${row.row}`}
                    value={typed[`${row.row} ${column}`] ?? row.cells?.[column] ?? ''}
                    onChange={(event) => setTyped({ ...typed, [`${row.row} ${column}`]: event.currentTarget.value })}
                  />
                ))}
                <Button busy={busy} onClick={() => onSkip(row.row)}>
                  {t`Leave out row ${row.row}`}
                </Button>
              </div>
            </li>
          )
        })}
      </ul>
      <Button icon="check" disabled={mends.length === 0} busy={busy} onClick={() => onMend(mends)}>
        <Trans>Look again</Trans>
      </Button>
    </section>
  )
}

/** Everything else that is said about the file. */
function Complaints({ of }: { of: Preview }) {
  const { t } = useLingui()
  const rows = new Set((of.rows ?? []).map((r) => r.row))
  const said = (of.problems ?? []).filter((p) => !(p.blocks && p.row && rows.has(p.row)))
  if (said.length === 0) return null
  return (
    <section>
      <h3 className="strong">
        <Trans>What else is said</Trans>
      </h3>
      <ul className={css.said}>
        {said.slice(0, 50).map((p) => (
          <li key={`${p.row} ${p.column} ${p.message}`} className={p.blocks ? 'worse' : undefined}>
            {p.row ? <span className="muted">{of.format === 'cjml' ? t`Line ${p.row}` : t`Row ${p.row}`} </span> : null}
            {p.message}
          </li>
        ))}
      </ul>
    </section>
  )
}
