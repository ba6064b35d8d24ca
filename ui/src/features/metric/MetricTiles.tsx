import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Tile, Tiles } from '../../components/figure/Tile'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { useFormat } from '../../words/i18n'
import { MetricDefinition, NotComparable } from './MetricDefinition'
import css from './metric.module.css'
import type { Told } from './queries'
import { useFresh } from './useFresh'

/** More tiles than this, two rows, hide the rest behind "All metrics". */
const shownTiles = 10
const waiting = ['a', 'b', 'c', 'd']

/** Every metric that was asked, one tile each; what live news changed is marked for a moment and said once. */
export function MetricTiles({
  view,
  told,
  pending,
  all,
  onAll,
}: {
  view: FigureView
  told: readonly Told[]
  pending: boolean
  all: boolean
  onAll: (all: boolean) => void
}) {
  const { t } = useLingui()
  const settled = told.filter((one) => one.row && !one.stale)
  const fresh = useFresh(
    // Figures that arrive one after another at the beginning are no news.
    pending ? '' : JSON.stringify(view.question),
    new Map(settled.map(({ metric, row }) => [metric.key, `${row?.n} ${row?.value}`])),
  )
  const shown = all ? told : firstTiles(told, shownTiles)
  const hidden = told.length - shownTiles
  if (pending && told.length === 0) {
    return (
      <Tiles label={t`Figures`}>
        {waiting.map((key) => (
          <Tile key={key} metric={{ name: t`Loading` } as Told['metric']} against="" />
        ))}
      </Tiles>
    )
  }
  return (
    <div className="stack">
      <Tiles label={t`Figures`}>
        {shown.map(({ metric, row, stale, brokenAt }) => (
          <Tile
            key={metric.key}
            metric={metric}
            row={row}
            against={view.againstWords}
            href={address(`/figures/${metric.key}`, view.slice)}
            definition={<MetricDefinition metric={metric} row={row} />}
            note={brokenAt ? <NotComparable at={brokenAt} /> : undefined}
            fresh={fresh.has(metric.key)}
            stale={stale}
          />
        ))}
      </Tiles>
      {hidden > 0 && !pending && (
        <div className={`${css.all} no-print`}>
          <Button kind="quiet" icon={all ? 'up' : 'down'} aria-expanded={all} onClick={() => onAll(!all)}>
            {all ? (
              <Trans>Fewer metrics</Trans>
            ) : (
              <Plural value={hidden} one="All metrics: one more" other="All metrics: # more" />
            )}
          </Button>
        </div>
      )}
      <FreshWords told={settled} fresh={fresh} />
    </div>
  )
}

/** The first tiles in their order, but never without those that changed clearly: the sentence above speaks of them. */
export function firstTiles(told: readonly Told[], most: number): readonly Told[] {
  const clear = (one: Told) => one.row?.change?.verdict === 'lower' || one.row?.change?.verdict === 'higher'
  const kept = new Set([...told.filter(clear), ...told.filter((one) => !clear(one))].slice(0, most))
  return told.filter((one) => kept.has(one))
}

/** For those who don't see the tint. */
function FreshWords({ told, fresh }: { told: readonly Told[]; fresh: ReadonlySet<string> }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = told
    .filter(({ metric }) => fresh.has(metric.key))
    .map(({ metric, row }) => {
      const name = metric.name
      const n = format.count(row?.n ?? 0)
      const value = format.withUnit(row?.value ?? null, metric.unit)
      return row?.too_few ? t`${name}: n ${n}` : t`${name}: ${value}, n ${n}`
    })
  return (
    <p className="vh" role="status">
      {words.join('. ')}
    </p>
  )
}
