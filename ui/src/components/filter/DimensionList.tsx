import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDimensions } from '../../core/dimensions'
import { useMetrics } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { ErrorState } from '../feedback/ErrorState'
import { LoadingRows } from '../feedback/Loading'
import css from './filter.module.css'
import type { Condition } from './where'

/** What can be filtered by: dimensions, then scores, then words in comments. */
export function DimensionList({
  hide,
  onChoose,
}: {
  hide: readonly string[]
  onChoose: (chosen: { condition: Condition; name: string }) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const dimensions = useDimensions()
  const metrics = useMetrics()
  if (dimensions.isError) return <ErrorState error={dimensions.error} onRetry={() => dimensions.refetch()} />
  if (dimensions.isPending) return <LoadingRows rows={3} />
  const matches = (name: string) => name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase())
  const choices = [
    ...dimensions.data
      .filter((d) => d.kind !== 'time' && !hide.includes(d.key))
      .map((d) => ({
        key: d.key,
        name: d.name,
        remark: format.count(d.values),
        condition: { kind: 'any', dimension: d.key, values: [] } as Condition,
      })),
    ...(metrics.data ?? []).map((m) => ({
      key: `metric.${m.key}`,
      name: m.name,
      remark: t`score`,
      condition: { kind: 'score', metric: m.key, op: '<=', value: m.min } as Condition,
    })),
  ].filter((choice) => matches(choice.name))
  return (
    <div className={css.panel}>
      <TextInput
        aria-label={t`Search filters`}
        placeholder={t`Filter by`}
        value={search}
        onChange={(e) => setSearch(e.currentTarget.value)}
        onKeyDown={(e) => {
          const first = choices[0]
          if (e.key === 'Enter' && first) onChoose(first)
        }}
        data-autofocus
      />
      <div className={css.list}>
        {choices.map((choice) => (
          <button key={choice.key} type="button" className={css.option} onClick={() => onChoose(choice)}>
            <span className="grow ellipsis">{choice.name}</span>
            <span className="muted small">{choice.remark}</span>
          </button>
        ))}
        {choices.length === 0 && (
          <p className="muted" style={{ padding: 8 }}>
            <Trans>Nothing is called that.</Trans>
          </p>
        )}
      </div>
    </div>
  )
}
