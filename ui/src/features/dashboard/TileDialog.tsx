import { useLingui } from '@lingui/react/macro'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { breakdowns } from '../../components/charts/dimension'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { anyTime } from '../../components/view/spec'
import { useDimensions } from '../../core/dimensions'
import { useMetrics } from '../../core/metrics'
import { type Spec, type Tile, useViews } from '../../core/views'
import { newId } from './content'

const kinds = ['saved', 'figure', 'trend', 'bars', 'heat', 'table', 'note'] as const
type Kind = (typeof kinds)[number]
type Values = {
  kind: Kind
  view: string
  metric: string
  by: string
  against: 'period' | 'rest'
  title: string
  text: string
}

const sizes: Record<Kind, [number, number]> = {
  saved: [6, 2],
  figure: [3, 1],
  trend: [6, 2],
  bars: [6, 2],
  heat: [12, 3],
  table: [12, 3],
  note: [4, 1],
}

/** Adds a tile or changes one: a saved view, a figure of its own, or words. */
export function TileDialog({
  tile,
  onDone,
  onClose,
}: {
  tile?: Tile
  onDone: (tile: Tile) => void
  onClose: () => void
}) {
  const { t } = useLingui()
  const metrics = useMetrics().data ?? []
  const dimensions = breakdowns(useDimensions().data ?? [])
  const views = useViews().data ?? []
  const words: Record<Kind, string> = {
    saved: t`A saved view`,
    figure: t`A figure`,
    trend: t`A trend`,
    bars: t`Bars`,
    heat: t`A heat map over time`,
    table: t`A table`,
    note: t`A note`,
  }
  const form = useForm<Values>({
    id: 'tile',
    initial: valuesOf(tile, metrics[0]?.key ?? '', dimensions[0]?.key ?? '', views[0]?.id ?? ''),
    labels: {
      kind: t`What it shows`,
      view: t`View`,
      metric: t`Metric`,
      by: t`By`,
      against: t`Compared with`,
      title: t`Title`,
      text: t`Text`,
    },
    check: (v) => ({
      view: v.kind === 'saved' && !v.view ? t`Save a view in the Explorer first` : undefined,
      metric: v.kind !== 'saved' && v.kind !== 'note' && !v.metric ? t`Choose a metric` : undefined,
      text: v.kind === 'note' && !v.text.trim() ? t`Write something` : undefined,
    }),
    send: async (v) => {
      onDone(tileOf(v, tile, views.find((one) => one.id === v.view)?.spec))
      onClose()
    },
  })
  const { kind } = form.values
  const own = kind !== 'saved' && kind !== 'note'
  return (
    <FormDialog
      title={tile ? t`Change the tile` : t`Add a tile`}
      deed={tile ? t`Change` : t`Add`}
      form={form}
      onClose={onClose}
    >
      <NativeSelect
        label={form.labels.kind}
        data={kinds.map((value) => ({ value, label: words[value] }))}
        {...form.field('kind')}
        data-autofocus
      />
      {kind === 'saved' && (
        <NativeSelect
          label={form.labels.view}
          description={t`The tile follows it as it changes.`}
          data={views.map((one) => ({ value: one.id, label: one.name }))}
          {...form.field('view')}
        />
      )}
      {own && (
        <NativeSelect
          label={form.labels.metric}
          data={metrics.map((one) => ({ value: one.key, label: one.name }))}
          {...form.field('metric')}
        />
      )}
      {(kind === 'bars' || kind === 'heat' || kind === 'table') && (
        <>
          <NativeSelect
            label={form.labels.by}
            data={dimensions.map((one) => ({ value: one.key, label: one.name }))}
            {...form.field('by')}
          />
          <NativeSelect
            label={form.labels.against}
            data={[
              { value: 'period', label: t`the dashboard’s other period` },
              { value: 'rest', label: t`the rest of the same period` },
            ]}
            {...form.field('against')}
          />
        </>
      )}
      {kind === 'note' && (
        <Textarea label={form.labels.text} autosize minRows={3} maxRows={12} maxLength={5000} {...form.field('text')} />
      )}
      <TextInput label={form.labels.title} description={t`May stay empty.`} maxLength={100} {...form.field('title')} />
    </FormDialog>
  )
}

function valuesOf(tile: Tile | undefined, metric: string, by: string, view: string): Values {
  const spec = tile?.spec
  const shape = spec?.shape === 'lines' ? 'trend' : spec?.shape
  return {
    kind: !tile
      ? view
        ? 'saved'
        : 'figure'
      : tile.kind === 'note'
        ? 'note'
        : tile.view
          ? 'saved'
          : (shape ?? 'figure'),
    view: tile?.view ?? view,
    metric: spec?.metrics[0] ?? metric,
    by: spec?.by?.find((one) => one !== anyTime) ?? by,
    against: spec?.against.kind === 'rest' ? 'rest' : 'period',
    title: tile?.title ?? '',
    text: tile?.text ?? '',
  }
}

function tileOf(v: Values, before: Tile | undefined, followed: Spec | undefined): Tile {
  const same = before && valuesOf(before, '', '', '').kind === v.kind
  const [width, height] = same ? [before.width, before.height] : sizes[v.kind]
  const base = { id: before?.id ?? newId(), title: v.title.trim() || undefined, width, height }
  if (v.kind === 'note') return { ...base, kind: 'note', text: v.text.trim() }
  if (v.kind === 'saved') return { ...base, kind: 'view', view: v.view, spec: followed }
  // What the dialog doesn't ask for stays: conditions, order, further metrics of a tile made from a template.
  const kept = same && before.spec ? before.spec : undefined
  const by =
    v.kind === 'figure'
      ? []
      : v.kind === 'trend'
        ? (kept?.by ?? [anyTime])
        : v.kind === 'heat'
          ? [v.by, anyTime]
          : [v.by]
  return {
    ...base,
    kind: 'view',
    spec: {
      ...kept,
      metrics: [v.metric, ...(kept?.metrics.slice(1).filter((one) => one !== v.metric) ?? [])],
      by,
      where: kept?.where ?? [],
      period: { preset: 'standing' },
      against: { kind: v.against === 'rest' ? 'rest' : 'previous' },
      shape: v.kind === 'trend' ? 'lines' : v.kind,
    },
  }
}
