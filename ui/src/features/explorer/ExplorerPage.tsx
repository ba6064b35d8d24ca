import { Trans, useLingui } from '@lingui/react/macro'
import { ButtonLink } from '../../components/Button'
import type { Target } from '../../components/charts/Open'
import { useCommands } from '../../components/commands/Commands'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { FilterBar } from '../../components/filter/FilterBar'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { ViewBody } from '../../components/view/ViewBody'
import type { FigureRow } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { CellPanel } from './CellPanel'
import { Controls } from './Controls'
import css from './explorer.module.css'
import { useExplorer } from './useExplorer'
import { ViewActions } from './ViewActions'
import { ViewTabs } from './ViewTabs'

/** Any metric by one or two dimensions, drawn five ways; every figure leads to its signals. */
export function ExplorerPage() {
  const { t } = useLingui()
  const format = useFormat()
  const explorer = useExplorer()
  const { spec, shown, told, answer, view, search, say } = explorer
  const at = typeof search.at === 'string' ? search.at.split('|').map(decodeURIComponent) : undefined
  const [metricAt = '', ...group] = at ?? []
  useCommands([
    {
      id: 'explorer-table',
      label: t`Show as a table`,
      group: t`Explorer`,
      run: () => explorer.change({ shape: 'table' }),
    },
    {
      id: 'explorer-rest',
      label: t`Compare with the rest`,
      group: t`Explorer`,
      run: () => explorer.change({ against: { kind: 'rest' } }),
    },
  ])
  if (explorer.missing) {
    return (
      <>
        <PageHeader title={t`Explorer`} />
        <PageBody>
          <Card>
            <EmptyState sentence={<Trans>There is no such view, or its owner no longer shares it.</Trans>}>
              <ButtonLink kind="primary" href="/explorer">
                <Trans>Open the Explorer</Trans>
              </ButtonLink>
            </EmptyState>
          </Card>
        </PageBody>
      </>
    )
  }
  const names = (told?.figures ?? []).map((one) => one.metric.name)
  const by = told?.titles ?? []
  const title = [names.join(', '), by.length > 0 ? t`by ${by.join(' × ').toLocaleLowerCase()}` : '']
    .filter(Boolean)
    .join(' ')
  const aim = (metric: string, row: Pick<FigureRow, 'by'>): Target => {
    const keys = (told?.by ?? []).flatMap((dimension) => row.by[dimension] ?? [])
    const key = [metric, ...keys].map(encodeURIComponent).join('|')
    return { select: () => say({ at: search.at === key ? undefined : key }), selected: search.at === key }
  }
  const broken = (told?.figures ?? []).flatMap((one) => one.warnings ?? []).find((w) => w.code === 'not_comparable')
  const day = broken ? format.day(String(broken.args?.at ?? '')) : ''
  const opened =
    told && at && told.figures?.some((one) => one.metric.key === metricAt)
      ? told.figures.find((one) => one.metric.key === metricAt)
      : undefined
  return (
    <>
      <PageHeader
        title={explorer.saved?.name ?? t`Explorer`}
        crumb={undefined}
        remark={title}
        tags={explorer.changed && <Tag tone="soon">{t`Changed, not saved`}</Tag>}
        actions={<ViewActions explorer={explorer} title={title} />}
      />
      <ViewTabs explorer={explorer} />
      <FilterBar view={view} rest />
      <PageBody>
        {explorer.saved?.description && <p className="second">{explorer.saved.description}</p>}
        <div className={css.layout} data-open={opened ? '' : undefined}>
          <Card>
            <Controls explorer={explorer} />
            {broken && (
              <div className={css.notice}>
                <Notice tone="soon" icon="warning">{t`Not comparable from ${day} on.`}</Notice>
              </div>
            )}
            {explorer.error ? (
              <ErrorState
                error={explorer.error}
                title={t`The figures could not be fetched.`}
                kept={t`Your choices are kept.`}
                onRetry={explorer.retry}
              />
            ) : explorer.ready && told ? (
              <ViewBody
                spec={shown}
                told={told}
                aim={aim}
                stale={answer.isPlaceholderData}
                selected={at && group.length > 0 ? group : undefined}
                onMore={
                  spec.top === 500 ? undefined : () => explorer.change({ top: Math.min(500, (spec.top ?? 15) * 4) })
                }
              />
            ) : explorer.metrics.length === 0 && !answer.isPending ? (
              <EmptyState sentence={<Trans>No metric is defined yet.</Trans>} />
            ) : (
              <LoadingRows rows={8} />
            )}
          </Card>
          {opened && told && (
            <CellPanel
              explorer={explorer}
              told={told}
              figures={opened}
              group={group}
              onClose={() => say({ at: undefined })}
            />
          )}
        </div>
      </PageBody>
    </>
  )
}
