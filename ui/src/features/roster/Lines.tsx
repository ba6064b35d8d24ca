import { useLingui } from '@lingui/react/macro'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import type { Line, Look } from './queries'
import { useFieldWords } from './words'

/** Rows of the file as they were understood, each with what would come of it. */
export function Lines({ look, lines }: { look: Pick<Look, 'columns' | 'fields'>; lines: readonly Line[] }) {
  const { t } = useLingui()
  const words = useFieldWords()
  const outcomes: Record<Line['outcome'], string> = {
    new: t`New`,
    changed: t`Changed`,
    known: t`Known`,
    refused: t`Refused`,
  }
  const tones = { new: 'better', changed: 'soon', known: undefined, refused: 'worse' } as const
  const columns: Column<Line>[] = [
    { id: 'row', header: t`Row`, cell: (line) => line.row, width: '56px' },
    {
      id: 'outcome',
      header: t`Outcome`,
      phone: 'keep',
      cell: (line) => (
        <>
          <Tag tone={tones[line.outcome]}>{outcomes[line.outcome]}</Tag>
          {line.what && <span className="small second"> {line.what}</span>}
        </>
      ),
    },
    ...(look.fields ?? [])
      .filter((field) => look.columns?.[field.key])
      .map((field) => ({
        id: field.key,
        header: words[field.key] ?? field.key,
        cell: (line: Line) => line.values?.[field.key] ?? '',
      })),
  ]
  return <DataTable label={t`Rows`} columns={columns} rows={lines} rowKey={(line) => String(line.row)} />
}
