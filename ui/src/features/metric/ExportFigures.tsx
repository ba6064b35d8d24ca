import { useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import type { FigureView } from '../../components/filter/useFigureView'
import { Menu } from '../../components/Menu'
import { download, slug } from '../../components/table/csv'
import type { Dimension } from '../../core/dimensions'
import type { Figures, Metric } from '../../core/metrics'
import { lowestFirst } from './Breakdown'
import { figuresCsv } from './export'
import { broken } from './headline'
import type { Told } from './queries'

/** The figures and the table of a screen as files. */
export function ExportFigures({
  view,
  told,
  breakdown,
}: {
  view: FigureView
  told: readonly Told[]
  breakdown?: { metric: Metric; dimension: Dimension; figures: Figures }
}) {
  const { t } = useLingui()
  const figures = () =>
    download(
      `${slug('figures', view.period?.from ?? '', view.period?.to ?? '')}.csv`,
      figuresCsv(
        t`Name`,
        told.flatMap(({ metric, row, figures: one, brokenAt }) =>
          row ? [{ name: metric.name, metric, row, receipt: one?.receipt ?? '', brokenAt }] : [],
        ),
        view.question,
      ),
    )
  const table = () => {
    if (!breakdown) return
    const { metric, dimension } = breakdown
    const rows = lowestFirst((breakdown.figures.rows ?? []).filter((row) => row.n > 0)).map((row) => ({
      name: row.label?.[dimension.key] || row.by[dimension.key] || t`none`,
      metric,
      row,
      receipt: breakdown.figures.receipt,
      brokenAt: String(broken(breakdown.figures)?.args?.at ?? ''),
    }))
    const text = figuresCsv(dimension.name, rows, view.question)
    download(`${slug(metric.name, 'by', dimension.name)}.csv`, text)
  }
  const name = breakdown?.metric.name
  const by = breakdown?.dimension.name
  return (
    <Menu
      trigger={
        <Button icon="export" disabled={told.every((one) => !one.row)}>
          {t`Export`}
        </Button>
      }
      remark={t`The digits of the screen, each with n and interval`}
      entries={[
        ...(told.length > 1 ? [{ label: t`All figures, CSV`, onSelect: figures }] : []),
        ...(breakdown ? [{ label: t`${name} by ${by}, CSV`, onSelect: table }] : []),
        { label: t`Print`, onSelect: () => window.print() },
      ]}
    />
  )
}
