import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { breakdowns } from '../../components/charts/dimension'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Icon } from '../../components/Icon'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { DataTable } from '../../components/table/DataTable'
import { KeepDialog } from '../../components/view/KeepDialog'
import { useDimensions } from '../../core/dimensions'
import { useMetrics } from '../../core/metrics'
import { useMay } from '../../core/session'
import { type Spec, useAnswers, useBoards, useCreateBoard } from '../../core/views'
import { useFormat } from '../../words/i18n'
import { type Template, templates, templateTiles } from './content'
import css from './dashboard.module.css'

const heardOf = (keys: readonly string[]): Spec[] => [
  { metrics: keys.slice(0, 6), period: { preset: 'all' }, against: { kind: 'none' }, shape: 'figure' },
]

/** Every dashboard one may see, and templates to begin a new one with. */
export function DashboardsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const router = useRouter()
  const boards = useBoards()
  const create = useCreateBoard()
  const mayWrite = useMay('view.write')
  const [template, setTemplate] = useState<Template>()
  const metrics = useMetrics().data ?? []
  const dimensions = breakdowns(useDimensions().data ?? [])
  const [specs, keys] = useMemoHeard(metrics.map((m) => m.key))
  const heard = useAnswers(specs, keys.length > 0 && mayWrite)
  const answered = (heard.data?.answers[0]?.figures ?? [])
    .filter((f) => (f.rows?.[0]?.n ?? 0) > 0)
    .map((f) => f.metric.key)
  const words: Record<Template, { name: string; text: string }> = {
    summary: { name: t`Summary`, text: t`Every figure, a trend, units and touch points: one page for who leads.` },
    teams: { name: t`Teams`, text: t`Teams against the rest and over time, employees in a table.` },
    touch_points: { name: t`Touch points`, text: t`Where it hurts: touch points by time, what changed most.` },
    blank: { name: t`Empty`, text: t`No tiles yet.` },
  }
  const offered = (
    <div className={css.templates}>
      {templates.map((one) => (
        <button key={one} type="button" className={css.template} onClick={() => setTemplate(one)}>
          <b>{words[one].name}</b>
          <span className="second small">{words[one].text}</span>
        </button>
      ))}
    </div>
  )
  return (
    <>
      <PageHeader
        title={t`Dashboards`}
        actions={
          mayWrite && (
            <Button kind="primary" icon="plus" onClick={() => setTemplate('summary')}>
              {t`New dashboard`}
            </Button>
          )
        }
      />
      <PageBody>
        <Card>
          {boards.isError ? (
            <ErrorState
              error={boards.error}
              title={t`The dashboards could not be fetched.`}
              onRetry={() => boards.refetch()}
            />
          ) : boards.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <DataTable
              label={t`Dashboards`}
              rows={boards.data}
              rowKey={(board) => board.id}
              href={(board) => `/dashboards/${board.id}`}
              sort={{ id: 'name', desc: false }}
              columns={[
                {
                  id: 'name',
                  header: t`Name`,
                  cell: (board) => (
                    <span>
                      {board.name} {board.pinned && <Icon name="star" small />}
                      {board.description && (
                        <span className="muted small" style={{ display: 'block' }}>
                          {board.description}
                        </span>
                      )}
                    </span>
                  ),
                  sort: (board) => board.name,
                },
                {
                  id: 'tiles',
                  header: t`Tiles`,
                  cell: (board) => (
                    <>
                      {(board.tiles ?? []).length} <span className="phone-only">{t`tiles`}</span>
                    </>
                  ),
                  sort: (board) => (board.tiles ?? []).length,
                  align: 'right',
                },
                {
                  id: 'owner',
                  header: t`Owner`,
                  cell: (board) => (board.mine ? t`you` : board.owner_name),
                  sort: (board) => board.owner_name,
                },
                {
                  id: 'shared',
                  header: t`Seen by`,
                  cell: (board) => (board.shared ? t`everybody` : t`you alone`),
                  sort: (board) => Number(board.shared ?? false),
                },
                {
                  id: 'updated',
                  header: t`Changed`,
                  cell: (board) => format.moment(board.updated_at),
                  sort: (board) => board.updated_at,
                },
              ]}
              empty={<EmptyState sentence={<Trans>No dashboard yet. Begin with one of these.</Trans>} />}
            />
          )}
        </Card>
        {mayWrite && boards.isSuccess && (
          <Card title={t`Begin with`} remark={t`everything can be changed afterwards`}>
            {offered}
          </Card>
        )}
      </PageBody>
      {template && (
        <KeepDialog
          key={template}
          title={t`New dashboard`}
          deed={t`Make it`}
          initial={{ name: template === 'blank' ? '' : words[template].name, description: '', shared: false }}
          onSend={async (input) => {
            const made = await create.mutateAsync({
              ...input,
              period: { preset: 'standing' },
              against: { kind: 'previous' },
              where: [],
              tiles: templateTiles(
                template,
                answered.length > 0 ? answered : keys,
                dimensions.map((d) => d.key),
                {
                  note: t`What should readers know about these figures? Write it here.`,
                },
              ),
            })
            void router.navigate({ href: `/dashboards/${made.id}?edit=1` })
          }}
          onClose={() => setTemplate(undefined)}
        />
      )}
    </>
  )
}

/** Which metrics have answers is asked once for as long as the metrics stay the same. */
function useMemoHeard(keys: readonly string[]): [readonly Spec[], readonly string[]] {
  const text = keys.join(' ')
  const [kept, setKept] = useState({ text, specs: heardOf(keys) })
  if (kept.text !== text) setKept({ text, specs: heardOf(keys) })
  return [kept.specs, keys]
}
