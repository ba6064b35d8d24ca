import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import { api, data } from '../../api/client'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { ChangeSentence } from '../../components/figure/ChangeSentence'
import { metricDomain, sharedDomain } from '../../components/figure/scale'
import { TargetWord } from '../../components/figure/TargetWord'
import { Chooser } from '../../components/filter/Chooser'
import { FilterBar } from '../../components/filter/FilterBar'
import { address } from '../../components/filter/search'
import { type FigureView, useFigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { within } from '../../components/filter/where'
import { Icon } from '../../components/Icon'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMetrics } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import css from './rollup.module.css'
import { SpreadStrip } from './SpreadStrip'
import { openAtFirst, type RollupUnit, shownUnits } from './tree'

const useRollup = (metric: string, view: FigureView) => {
  const { where, from, to, against_from, against_to } = view.question
  const query = { metric, where, from, to, against_from, against_to }
  return useQuery({
    queryKey: ['figures', 'rollup', query] as const,
    queryFn: ({ signal }) => data(api.GET('/figures/rollup', { params: { query }, signal })),
    enabled: view.ready && metric !== '',
    placeholderData: keepPreviousData,
  })
}

/** One page from the top unit down: each unit's figure, and how far apart its parts stand. */
export function RollupPage() {
  const { t } = useLingui()
  const format = useFormat()
  const view = useFigureView()
  const metrics = useMetrics()
  const [get, set] = useSearchState()
  const list = metrics.data ?? []
  const metric = list.find((m) => m.key === get('metric')) ?? list[0]
  const rollup = useRollup(metric?.key ?? '', view)
  const units = useMemo(() => rollup.data?.units ?? [], [rollup.data])
  const opened = useMemo(() => {
    const said = get('open')
    return said === '' ? openAtFirst(units) : new Set(said.split(',').filter((key) => key !== '-'))
  }, [get, units])
  const shown = shownUnits(units, opened)
  const setOpen = (keys: ReadonlySet<string>) => set({ open: [...keys].join(',') || '-' })
  const toggle = (key: string, on = !opened.has(key)) => {
    const next = new Set(opened)
    if (on) next.add(key)
    else next.delete(key)
    setOpen(next)
  }
  const top = units[0]
  const compared = rollup.data?.compared
  const unplaced = format.count(rollup.data?.unplaced ?? 0)
  return (
    <>
      <PageHeader
        title={t`Roll-up`}
        remark={top?.name}
        actions={
          <Button icon="export" onClick={() => window.print()}>
            <Trans>Print</Trans>
          </Button>
        }
      />
      <FilterBar view={view}>
        {metric && (
          <Chooser
            label={t`Metric`}
            value={metric.key}
            options={list.map((m) => ({ value: m.key, label: m.name }))}
            onChange={(key) => set({ metric: key })}
          />
        )}
      </FilterBar>
      <PageBody>
        <Card
          title={metric ? t`${metric.name} from the top down` : undefined}
          remark={t`band = spread of the units below`}
          controls={
            <span className="row no-print">
              <Button
                onClick={() => setOpen(new Set(units.filter((u) => u.children > 0).map((u) => u.key)))}
              >{t`Open all`}</Button>
              <Button onClick={() => setOpen(new Set())}>{t`Close all`}</Button>
            </span>
          }
        >
          {view.error || rollup.isError || metrics.isError ? (
            <ErrorState
              error={view.error ?? rollup.error ?? metrics.error}
              title={t`The roll-up could not be fetched.`}
              kept={t`Your choices are kept.`}
              onRetry={() => {
                view.retry()
                void rollup.refetch()
              }}
            />
          ) : !metric || !rollup.data ? (
            metrics.isSuccess && list.length === 0 ? (
              <EmptyState sentence={<Trans>No metric is defined yet.</Trans>} />
            ) : (
              <LoadingRows rows={8} />
            )
          ) : top?.figure.n === 0 ? (
            <EmptyState sentence={<Trans>No answer in this period names a unit.</Trans>}>
              <ButtonLink kind="primary" href="/settings/units">
                <Trans>See the units</Trans>
              </ButtonLink>
            </EmptyState>
          ) : (
            <>
              <Tree
                units={units}
                shown={shown}
                opened={opened}
                view={view}
                metric={metric}
                stale={rollup.isPlaceholderData}
                onToggle={toggle}
              />
              <div className={css.notes}>
                {compared && compared.count > 0 && (
                  <p>
                    {t`${compared.count} units compared with everything else at the top, all at once:`}{' '}
                    <b>
                      <Plural
                        value={compared.clear}
                        _0="none differs by more than noise"
                        one="one differs by more than noise"
                        other="# differ by more than noise"
                      />
                    </b>
                    {compared.alone > compared.clear && (
                      <>
                        {' '}
                        <Plural
                          value={compared.alone}
                          one="(one would if it were the only comparison)"
                          other="(# would if each were the only comparison)"
                        />
                      </>
                    )}
                    {'.'}
                  </p>
                )}
                <p>
                  <Trans>
                    A unit holds everything below it, in the structure as it is now. Dot and light band: its figure and
                    95 % interval. Grey band: from the lowest to the highest of the units directly below.
                  </Trans>
                </p>
                {(rollup.data.unplaced ?? 0) > 0 && (
                  <p>{t`${unplaced} answers name no unit and are in none of these figures.`}</p>
                )}
              </div>
            </>
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Tree({
  units,
  shown,
  opened,
  view,
  metric,
  stale,
  onToggle,
}: {
  units: readonly RollupUnit[]
  shown: readonly RollupUnit[]
  opened: ReadonlySet<string>
  view: FigureView
  metric: Parameters<typeof metricDomain>[0] & { key: string; unit: string; name: string }
  stale: boolean
  onToggle: (key: string, on?: boolean) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const body = useRef<HTMLTableSectionElement>(null)
  const domain = sharedDomain(
    shown.flatMap((u) => [
      u.figure,
      ...(u.spread ? [{ ...u.figure, low: u.spread.low, high: u.spread.high, value: u.spread.low }] : []),
    ]),
    metricDomain(metric),
  )
  const names = useMemo(() => new Map(units.map((u) => [u.key, u.name])), [units])
  const top = units[0]?.figure
  const aimed = shown.some((u) => u.target)
  const onKeyDown = (event: KeyboardEvent, unit: RollupUnit, at: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const wider = rtl ? 'ArrowLeft' : 'ArrowRight'
    const narrower = rtl ? 'ArrowRight' : 'ArrowLeft'
    const focus = (n: number) => body.current?.querySelectorAll<HTMLElement>('[data-unit]')[n]?.focus()
    if (step) focus(at + step)
    else if (event.key === wider && unit.children > 0) onToggle(unit.key, true)
    else if (event.key === narrower && opened.has(unit.key) && unit.children > 0) onToggle(unit.key, false)
    else if (event.key === narrower) focus(shown.findIndex((u) => u.key === unit.parent))
    else return
    event.preventDefault()
  }
  return (
    <div className={css.scroll} style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <table className={css.tree} aria-label={t`${metric.name} by unit`}>
        <thead>
          <tr>
            <th scope="col">{t`Unit`}</th>
            <th scope="col" data-number="">
              {metric.unit === '%' ? '%' : t`Value`}
            </th>
            <th scope="col" className={css.axis}>
              <span>{format.number(domain[0])}</span>
              <span>{format.number(domain[1])}</span>
            </th>
            <th scope="col" data-number="">
              n
            </th>
            {aimed && (
              <th scope="col" className="not-phone">
                {t`Target`}
              </th>
            )}
            {view.before && <th scope="col" className="not-phone">{t`Against ${view.againstWords}`}</th>}
            <th scope="col" className="not-phone">{t`Against the rest`}</th>
            <th scope="col" className="not-phone">{t`Inside it`}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((unit, at) => {
            const { figure, spread } = unit
            const isOpen = opened.has(unit.key)
            const n = format.count(figure.n)
            const where = within(view.where, 'unit', unit.key)
            return (
              <tr key={unit.key} data-depth={unit.depth}>
                <th scope="row">
                  <span className={css.name} style={{ paddingInlineStart: unit.depth * 18 }}>
                    {unit.children > 0 ? (
                      <button
                        type="button"
                        className={css.toggle}
                        data-unit=""
                        aria-expanded={isOpen}
                        onClick={() => onToggle(unit.key)}
                        onKeyDown={(event) => onKeyDown(event, unit, at)}
                      >
                        <Icon name={isOpen ? 'down' : 'right'} small />
                        <span className="vh">{isOpen ? t`Close ${unit.name}` : t`Open ${unit.name}`}</span>
                      </button>
                    ) : (
                      <span className={css.toggle} />
                    )}
                    <span>
                      {unit.name}
                      {unit.partner && <span className="muted small"> · {t`partner`}</span>}
                      {unit.children > 0 && (
                        <span className="muted small">
                          {' '}
                          · <Plural value={unit.children} one="# unit" other="# units" />
                        </span>
                      )}
                    </span>
                  </span>
                </th>
                <td data-number="">
                  {figure.too_few ? (
                    <span className="muted nowrap">{t`too few`}</span>
                  ) : (
                    <b>{format.value(figure.value, metric.unit)}</b>
                  )}
                </td>
                <td className={css.strip}>
                  <SpreadStrip unit={unit} domain={domain} metricUnit={metric.unit} whole={top?.value ?? null} />
                </td>
                <td data-number="">
                  {figure.n > 0 ? (
                    <AppLink
                      className="link nowrap"
                      href={address('/signals', {
                        where,
                        from: view.slice.from,
                        to: view.slice.to,
                        metric: metric.key,
                        score: 'answered',
                      })}
                      aria-label={t`${n} signals of ${unit.name}`}
                    >
                      {n}
                    </AppLink>
                  ) : (
                    n
                  )}
                </td>
                {aimed && (
                  <td className="not-phone">
                    {unit.target && <TargetWord target={unit.target} unit={metric.unit} short />}
                  </td>
                )}
                {view.before && (
                  <td className="not-phone">
                    {unit.change && !figure.too_few && (
                      <ChangeSentence change={unit.change} against={view.againstWords} unit={metric.unit} short />
                    )}
                  </td>
                )}
                <td className="not-phone">
                  {unit.apart && !figure.too_few && (
                    <ChangeSentence change={unit.apart} against={t`the rest`} unit={metric.unit} rest short />
                  )}
                </td>
                <td className="not-phone">
                  {spread && (
                    <span className="small second">
                      {t`${format.value(spread.low, metric.unit)} ${names.get(spread.lowest) ?? ''} to ${format.value(spread.high, metric.unit)} ${names.get(spread.highest) ?? ''}`}
                      {spread.clear > 0 && (
                        <>
                          {' · '}
                          <Plural value={spread.clear} one="# clearly apart" other="# clearly apart" />
                        </>
                      )}
                    </span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
