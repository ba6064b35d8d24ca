import { useLingui } from '@lingui/react/macro'
import { isTime } from '../../components/view/spec'
import { useDimensions } from '../../core/dimensions'
import { useMetrics } from '../../core/metrics'
import { type Tile, useViews } from '../../core/views'

/** What a tile is called: its own title, else what it shows. */
export function useTileTitle(): (tile: Tile) => string {
  const { t } = useLingui()
  const metrics = useMetrics().data ?? []
  const views = useViews().data ?? []
  const dimensions = useDimensions().data ?? []
  return (tile) => {
    if (tile.title) return tile.title
    if (tile.kind === 'note') return t`Note`
    const view = views.find((one) => one.id === tile.view)
    if (view || tile.view_name) return view?.name ?? tile.view_name ?? ''
    if (!tile.spec) return t`View`
    const names = tile.spec.metrics.map((key) => metrics.find((m) => m.key === key)?.name ?? key).join(', ')
    const by = (tile.spec.by ?? []).map((key) =>
      isTime(key) ? t`time` : (dimensions.find((d) => d.key === key)?.name ?? key).toLocaleLowerCase(),
    )
    return by.length > 0 ? t`${names} by ${by.join(' × ')}` : names
  }
}
