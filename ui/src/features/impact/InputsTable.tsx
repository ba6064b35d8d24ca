import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './impact.module.css'
import { type Input, useImpactCalls } from './queries'
import { GradeBox } from './RangeMark'
import { StatementDialog } from './StatementDialog'
import { useInputNames, useInputValue, useSources } from './words'

type Row = Partial<Input> & Pick<Input, 'name' | 'kind'>

/** Each input with its range, where it comes from, and a way to say otherwise or take that back. */
export function InputsTable({
  inputs,
  area,
  currency,
  decisive,
  wanting,
}: {
  inputs: readonly Input[]
  area?: string
  currency: string
  decisive?: readonly string[]
  wanting?: readonly Row[]
}) {
  const { t } = useLingui()
  const names = useInputNames()
  const sources = useSources()
  const say = useInputValue(currency)
  const may = useMay('impact.write')
  const [editing, setEditing] = useState<Row | null>(null)
  const rows: Row[] = [...(wanting ?? []), ...inputs]
  const columns: Column<Row>[] = [
    {
      id: 'name',
      header: <Trans>Input</Trans>,
      cell: (i) => (
        <>
          {names[i.name] ?? i.name}
          {i.letter && <span className={css.letter}>{i.letter}</span>}
          {decisive?.includes(i.name) && (
            <>
              {' '}
              <Tag tone="outline">{t`makes the grade`}</Tag>
            </>
          )}
        </>
      ),
    },
    {
      id: 'value',
      header: <Trans>p10 · p50 · p90</Trans>,
      align: 'right',
      cell: (i) =>
        i.p50 === undefined ? (
          <span className="soon">{t`wanting`}</span>
        ) : (
          <span className={css.three}>
            <span className="muted">{say(i.kind, i.p10 ?? 0)} ·</span> <b className="strong">{say(i.kind, i.p50)}</b>{' '}
            <span className="muted">· {say(i.kind, i.p90 ?? 0)}</span>
          </span>
        ),
      phone: 'keep',
    },
    {
      id: 'source',
      header: <Trans>Source</Trans>,
      width: '42%',
      cell: (i) => <Why of={i} said={i.source ? sources[i.source] : ''} currency={currency} />,
    },
    { id: 'grade', header: <Trans>Grade</Trans>, cell: (i) => <GradeBox grade={i.grade} />, phone: 'hide' },
    {
      id: 'deeds',
      header: <span className="vh">{t`Change`}</span>,
      align: 'right',
      cell: (i) => may && <Deeds of={i} area={area} onEdit={() => setEditing(i)} />,
    },
  ]
  return (
    <div className={css.inputs}>
      <DataTable label={t`Inputs`} columns={columns} rows={rows} rowKey={(i) => i.name} />
      {editing && (
        <StatementDialog
          name={editing.name}
          kind={editing.kind}
          area={area}
          input={editing.p50 === undefined ? undefined : (editing as Input)}
          currency={currency}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  )
}

function Deeds({ of: i, area, onEdit }: { of: Row; area?: string; onEdit: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const names = useInputNames()
  const calls = useImpactCalls()
  const name = names[i.name] ?? i.name
  // What is said of all areas is taken back where it was said.
  const own = i.author !== undefined && (area === undefined || i.of === 'area')
  return (
    <span className="row nowrap" style={{ justifyContent: 'flex-end' }}>
      {own && (
        <Button
          kind="quiet"
          square
          icon="undo"
          onClick={() => {
            calls.takeBack.mutate({ input: i.name, area })
            toasts.show(t`${name} is taken back`, {
              undo: () =>
                calls.say.mutate({
                  input: i.name,
                  area,
                  body: {
                    p10: i.p10 ?? 0,
                    p90: i.p90 ?? 0,
                    source: i.source === 'benchmark' ? 'benchmark' : 'assumption',
                    reason: i.reason ?? '',
                  },
                }),
            })
          }}
        >
          {i.data ? t`Back to data: ${name}` : t`Take back: ${name}`}
        </Button>
      )}
      <Button kind="quiet" square icon="edit" onClick={onEdit}>
        {t`State ${name}`}
      </Button>
    </span>
  )
}

/** Where a number comes from, with the way to what lies behind it. */
function Why({ of: i, said, currency }: { of: Row; said: string; currency: string }) {
  const format = useFormat()
  const say = useInputValue(currency)
  const [who, when] = [i.author ?? '', i.at ? format.date(i.at) : '']
  const data = i.data
  const heard = data ? `${say(data.kind, data.p10)} – ${say(data.kind, data.p90)}` : ''
  return (
    <>
      <Tag tone={i.source === 'data' ? 'accent' : undefined}>{said}</Tag>{' '}
      {i.of === 'all' && (
        <span className="small muted">
          <Trans>the same for all areas</Trans>
        </span>
      )}
      <span className={css.because} dir="auto">
        {i.because}
        {who && (
          <>
            {' '}
            <Trans>
              — {who}, {when}
            </Trans>
          </>
        )}
        {data && (
          <>
            {' '}
            <Trans>The data say {heard}.</Trans>
          </>
        )}{' '}
        {i.where && i.where.length > 0 && (
          <AppLink className="link" href={address('/signals', { where: i.where })}>
            <Trans>Signals</Trans>
          </AppLink>
        )}{' '}
        {i.link && (
          <AppLink className="link" href={i.link}>
            <Trans>Look</Trans>
          </AppLink>
        )}
      </span>
    </>
  )
}
