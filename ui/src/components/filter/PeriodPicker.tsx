import { Trans, useLingui } from '@lingui/react/macro'
import { Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useFormat } from '../../words/i18n'
import { Button } from '../Button'
import { Icon } from '../Icon'
import css from './filter.module.css'
import {
  type Against,
  addDays,
  comparedWith,
  isDay,
  type Period,
  type Preset,
  presetPeriod,
  presets,
  shift,
} from './period'
import type { View } from './useView'

/** The period and what it is compared with: earlier and later by its own length, presets, any dates. */
export function PeriodPicker({
  view,
  comparable = true,
  rest = false,
}: {
  view: View
  comparable?: boolean
  /** Whether the rest of the same period can be compared with too. */
  rest?: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [open, setOpen] = useState<'period' | 'against' | null>(null)
  const { period } = view
  const move = (steps: number) => period && view.setPeriod(shift(period, steps))
  const label = period ? format.period(period.from, period.to) : t`All time`
  return (
    <fieldset className={css.period}>
      <legend className="vh">{t`Period`}</legend>
      <button
        type="button"
        className="no-print"
        disabled={!period}
        aria-label={t`Previous period`}
        onClick={() => move(-1)}
      >
        <Icon name="left" small />
      </button>
      <Popover
        opened={open === 'period'}
        onChange={(on) => setOpen(on ? 'period' : null)}
        position="bottom-end"
        width={320}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <button type="button" onClick={() => setOpen(open === 'period' ? null : 'period')}>
            <Icon name="calendar" />
            <span className="vh">{t`Period`}</span>
            {label}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <PeriodPanel
            key={`${period?.from}${period?.to}`}
            period={period}
            onChoose={(next, preset) => {
              view.setPeriod(next, preset)
              setOpen(null)
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {comparable && (period || rest) && (
        <Popover
          opened={open === 'against'}
          onChange={(on) => setOpen(on ? 'against' : null)}
          position="bottom-end"
          width={280}
          trapFocus
          returnFocus
        >
          <Popover.Target>
            <button type="button" onClick={() => setOpen(open === 'against' ? null : 'against')}>
              <span className="muted">
                <Trans>against</Trans>
              </span>
              {view.againstWords || t`nothing`}
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <AgainstPanel
              period={period}
              before={view.before}
              against={view.against}
              rest={rest}
              onChoose={(next, own) => {
                view.setAgainst(next, own)
                setOpen(null)
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
      <button type="button" className="no-print" disabled={!period} aria-label={t`Next period`} onClick={() => move(1)}>
        <Icon name="right" small />
      </button>
    </fieldset>
  )
}

function PeriodPanel({
  period,
  onChoose,
}: {
  period: Period | null
  onChoose: (period: Period | null, preset?: Preset) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const today = format.isoDay(Date.now())
  const [from, setFrom] = useState(period?.from ?? '')
  const [last, setLast] = useState(period ? addDays(period.to, -1) : '')
  const words: Record<Preset, string> = {
    all: t`All time`,
    last_7: t`Last 7 days`,
    last_30: t`Last 30 days`,
    last_90: t`Last 90 days`,
    this_month: t`This month`,
    last_month: t`Last month`,
    this_quarter: t`This quarter`,
    last_quarter: t`Last quarter`,
    this_year: t`This year`,
    last_year: t`Last year`,
    last_12_months: t`Last 12 months`,
  }
  const valid = isDay(from) && isDay(last) && from <= last
  const wrong = isDay(from) && isDay(last) && !valid
  return (
    <form
      className={css.panel}
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onChoose({ from, to: addDays(last, 1) })
      }}
    >
      <div className={css.choices}>
        {presets.map((preset) => {
          const dates = presetPeriod(preset, today)
          const on = dates?.from === period?.from && dates?.to === period?.to
          return (
            <button
              key={preset}
              type="button"
              className={css.option}
              aria-pressed={on}
              data-autofocus={on || undefined}
              onClick={() => onChoose(dates, preset)}
            >
              {words[preset]}
            </button>
          )
        })}
      </div>
      <div className={css.dates}>
        <TextInput type="date" label={t`From`} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        <TextInput
          type="date"
          label={t`To and including`}
          value={last}
          onChange={(e) => setLast(e.currentTarget.value)}
          error={wrong ? t`Choose a day after the first` : undefined}
        />
      </div>
      <Button type="submit" disabled={!valid}>
        <Trans>Show this period</Trans>
      </Button>
    </form>
  )
}

function AgainstPanel({
  period,
  before,
  against,
  rest,
  onChoose,
}: {
  period: Period | null
  before: Period | null
  against: Against
  rest: boolean
  onChoose: (against: Against, own?: Period) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [from, setFrom] = useState(before?.from ?? '')
  const [last, setLast] = useState(before ? addDays(before.to, -1) : '')
  const words: Record<Exclude<Against, 'own'>, string> = {
    previous: t`Previous period`,
    year: t`Same period last year`,
    rest: t`The rest of this period`,
    none: t`Nothing`,
  }
  const choices = [
    ...(period ? (['previous', 'year'] as const) : []),
    ...(rest ? (['rest'] as const) : []),
    'none' as const,
  ]
  const valid = isDay(from) && isDay(last) && from <= last
  return (
    <form
      className={css.panel}
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onChoose('own', { from, to: addDays(last, 1) })
      }}
    >
      {choices.map((one) => {
        const dates = comparedWith(period, one)
        return (
          <button
            key={one}
            type="button"
            className={css.option}
            aria-pressed={one === against}
            data-autofocus={one === against || undefined}
            onClick={() => onChoose(one)}
          >
            <span className="grow">{words[one]}</span>
            <span className="muted small">{dates && format.period(dates.from, dates.to)}</span>
          </button>
        )
      })}
      <div className={css.dates}>
        <TextInput type="date" label={t`From`} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        <TextInput
          type="date"
          label={t`To and including`}
          value={last}
          onChange={(e) => setLast(e.currentTarget.value)}
        />
      </div>
      <Button type="submit" disabled={!valid}>
        <Trans>Compare with this period</Trans>
      </Button>
    </form>
  )
}
