import { Trans, useLingui } from '@lingui/react/macro'
import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useDimensions, useDimensionValues } from '../../core/dimensions'
import { useMetrics } from '../../core/metrics'
import { Icon } from '../Icon'
import { Toolbar } from '../layout/Page'
import { ConditionEditor } from './ConditionEditor'
import { DimensionList } from './DimensionList'
import css from './filter.module.css'
import { PeriodPicker } from './PeriodPicker'
import type { View } from './useView'
import { type Condition, parseWhere, writeWhere } from './where'

/** The filters of a screen as chips, and the period at the end. All of it is in the URL. */
export function FilterBar({
  view,
  period = true,
  comparable = true,
  rest = false,
  hide = [],
  children,
}: {
  view: View
  /** Whether the screen has a period, and whether it compares. */
  period?: boolean
  comparable?: boolean
  /** Whether the rest of the same period can be compared with. */
  rest?: boolean
  /** Dimensions that make no sense on this screen. */
  hide?: readonly string[]
  /** What a screen adds between filters and period: a metric chooser. */
  children?: ReactNode
}) {
  const { t } = useLingui()
  const replace = (at: number, next: string | null) =>
    view.setWhere(next === null ? view.where.toSpliced(at, 1) : view.where.toSpliced(at, 1, next))
  return (
    <Toolbar label={t`Filters`}>
      {view.where.map((text, at) => (
        <Chip key={text} text={text} onChange={(next) => replace(at, next)} />
      ))}
      {view.where.length === 0 && (
        <span className="print-only">
          <Trans>No filter</Trans>
        </span>
      )}
      <AddFilter hide={hide} onAdd={(text) => view.setWhere([...view.where.filter((w) => w !== text), text])} />
      {children}
      <span className="grow not-phone" />
      {period && <PeriodPicker view={view} comparable={comparable} rest={rest} />}
    </Toolbar>
  )
}

function Chip({ text, onChange }: { text: string; onChange: (text: string | null) => void }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const condition = parseWhere(text)
  const said = useSaid(condition, text)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus returnFocus>
      <span className={css.chip}>
        <Popover.Target>
          <button type="button" onClick={() => setOpen(!open)} disabled={!condition}>
            <span className={css.name}>{said.name}</span> <span className="ellipsis">{said.value}</span>
          </button>
        </Popover.Target>
        <button
          type="button"
          className="no-print"
          aria-label={t`Remove filter: ${said.name} ${said.value}`}
          onClick={() => onChange(null)}
        >
          <Icon name="close" small />
        </button>
      </span>
      <Popover.Dropdown>
        {condition && (
          <ConditionEditor
            condition={condition}
            name={said.name}
            onDone={(next) => {
              setOpen(false)
              onChange(next && writeWhere(next))
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function AddFilter({ hide, onAdd }: { hide: readonly string[]; onAdd: (text: string) => void }) {
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<{ condition: Condition; name: string } | null>(null)
  const toggle = (on: boolean) => {
    setOpen(on)
    if (on) setChosen(null)
  }
  return (
    <Popover opened={open} onChange={toggle} position="bottom-start" width={300} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={`${css.add} no-print`} onClick={() => toggle(!open)}>
          <Icon name="plus" small />
          <Trans>Filter</Trans>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {chosen ? (
          <ConditionEditor
            condition={chosen.condition}
            name={chosen.name}
            onDone={(next) => {
              setOpen(false)
              if (next) onAdd(writeWhere(next))
            }}
          />
        ) : (
          <DimensionList hide={hide} onChoose={setChosen} />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

/** A condition in words: the dimension's name and its values' labels, keys while those are unknown. */
function useSaid(condition: Condition | null, text: string): { name: string; value: string } {
  const { t } = useLingui()
  const dimensions = useDimensions().data ?? []
  const metrics = useMetrics().data ?? []
  const key = condition && 'dimension' in condition ? condition.dimension : ''
  const values = useDimensionValues(key, '', { enabled: key !== '' }).data ?? []
  if (text.startsWith('words:')) return { name: t`Comment says`, value: text.slice(6) }
  if (!condition) return { name: '', value: text }
  if (condition.kind === 'text') return { name: t`Text`, value: condition.word }
  if (condition.kind === 'score') {
    const metric = metrics.find((m) => m.key === condition.metric)
    return { name: metric?.name ?? condition.metric, value: `${condition.op} ${condition.value}` }
  }
  if (condition.kind === 'range') {
    const metric = metrics.find((m) => m.key === condition.metric)
    return { name: metric?.name ?? condition.metric, value: rangeWords(condition, t) }
  }
  const name =
    dimensions.find((d) => d.key === condition.dimension)?.name ??
    (condition.dimension === 'unit.own' ? t`Unit itself` : condition.dimension.replace(/^attributes\./, ''))
  if (condition.kind === 'empty' || condition.kind === 'filled') {
    return { name, value: condition.kind === 'empty' ? t`is empty` : t`is not empty` }
  }
  if (condition.kind === 'between') return { name, value: rangeWords(condition, t) }
  if (condition.kind === 'contains' || condition.kind === 'lacks') {
    const words = condition.words.map((word) => `“${word}”`).join(', ')
    return { name, value: condition.kind === 'lacks' ? t`without ${words}` : t`contains ${words}` }
  }
  if (!('values' in condition)) return { name, value: text }
  const labels = condition.values.map((value) => values.find((v) => v.value === value)?.label ?? value).join(', ')
  return { name, value: condition.kind === 'none' ? t`not ${labels}` : labels }
}

const rangeWords = ({ from, to }: { from: string; to: string }, t: ReturnType<typeof useLingui>['t']): string =>
  to === '' ? t`from ${from}` : from === '' ? t`up to ${to}` : t`${from} to ${to}`
