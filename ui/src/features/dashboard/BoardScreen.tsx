import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { FilterBar } from '../../components/filter/FilterBar'
import { address } from '../../components/filter/search'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { KeepDialog } from '../../components/view/KeepDialog'
import { signalsOf } from '../../components/view/leads'
import { ShareDialog } from '../../components/view/ShareDialog'
import { writeSpec } from '../../components/view/spec'
import { useMay } from '../../core/session'
import { type Board, type Spec, type Tile, useAnswers } from '../../core/views'
import { BoardActions } from './BoardActions'
import { BoardConflict } from './BoardConflict'
import { heights, moved, newId, specUnder, stepped, widths } from './content'
import css from './dashboard.module.css'
import { TileCard } from './TileCard'
import { TileDialog } from './TileDialog'
import { useBoardDraft } from './useBoardDraft'
import { useFrame } from './useFrame'
import { useTileTitle } from './useTileTitle'

/** A dashboard: all its figures in one request, arranged by whoever may. */
export function BoardScreen({ stored }: { stored: { data: Board; tag: string } }) {
  const { t } = useLingui()
  const router = useRouter()
  const board = stored.data
  const draft = useBoardDraft(stored)
  const [get, set] = useSearchState()
  const mayWrite = useMay('view.write')
  const editing = get('edit') === '1' && board.may_edit && mayWrite
  const [dialog, setDialog] = useState<'add' | 'name' | 'share' | Tile>()
  const { content } = draft
  const own = useMemo(
    () => ({ period: content.period, against: content.against, where: content.where ?? [] }),
    [content.period, content.against, content.where],
  )
  const [seen, setSeen] = useState<Parameters<typeof useFrame>[2]>()
  const { frame, view, otherwise, back } = useFrame(own, editing, seen, (next) =>
    draft.edit((now) => ({ ...now, ...next })),
  )
  const frameText = JSON.stringify(frame)
  const tiles = content.tiles as Tile[]
  const asked = useMemo(() => {
    const under = JSON.parse(frameText)
    return tiles.map((tile) => specUnder(under, tile))
  }, [tiles, frameText])
  const specs = useMemo(() => asked.filter((one): one is Spec => one !== undefined), [asked])
  const answers = useAnswers(specs, true)
  const first = answers.data?.answers.find((one) => !one.problem)
  if (first && first !== seen) setSeen(first)
  // While other figures are fetched the former ones stand in, found by the definition they were asked with.
  const told = useMemo(() => {
    const found = new Map(
      (answers.data?.specs ?? []).map((one, at) => [JSON.stringify([one.metrics, one.by, one.shape]), at]),
    )
    return (spec: Spec, at: number) => {
      const exact = answers.isPlaceholderData ? undefined : answers.data?.answers[at]
      const like = found.get(JSON.stringify([spec.metrics, spec.by, spec.shape]))
      return exact ?? (like === undefined ? undefined : answers.data?.answers[like])
    }
  }, [answers.data, answers.isPlaceholderData])
  const title = useTileTitle()
  const titles = tiles.map(title)
  const focus = (id: string) =>
    setTimeout(() => document.querySelector<HTMLElement>(`[data-tile="${id}"] button`)?.focus(), 30)
  const deedsOf = (tile: Tile, at: number) => ({
    move: (to: number) => {
      draft.editTiles((now) => moved(now, tile.id, to))
      focus(tile.id)
    },
    drop: (dragged: string, side: 'before' | 'after') =>
      draft.editTiles((now) => {
        const without = now.filter((one) => one.id !== dragged)
        const to = without.findIndex((one) => one.id === tile.id) + (side === 'after' ? 1 : 0)
        return moved(now, dragged, to)
      }),
    resize: (what: 'width' | 'height', by: 1 | -1) =>
      draft.editTiles((now) =>
        now.map((one) =>
          one.id === tile.id ? { ...one, [what]: stepped(what === 'width' ? widths : heights, one[what], by) } : one,
        ),
      ),
    edit: () => setDialog(tile),
    duplicate: () => draft.editTiles((now) => now.toSpliced(at + 1, 0, { ...tile, id: newId() })),
    remove: () => {
      draft.editTiles((now) => now.filter((one) => one.id !== tile.id))
      const next = tiles[at + 1] ?? tiles[at - 1]
      if (next) focus(next.id)
      else setTimeout(() => document.querySelector<HTMLElement>('h1')?.focus(), 30)
    },
  })
  let n = 0
  return (
    <>
      <PageHeader
        title={content.name}
        crumb={{ label: t`Dashboards`, href: '/dashboards' }}
        actions={
          <BoardActions
            board={board}
            draft={draft}
            editing={editing}
            onEdit={(on) =>
              set({
                edit: on ? '1' : undefined,
                slice: undefined,
                from: undefined,
                to: undefined,
                where: undefined,
                against: undefined,
              })
            }
            onAdd={() => setDialog('add')}
            onName={() => setDialog('name')}
            onShare={() => setDialog('share')}
            onGone={() => void router.navigate({ href: '/dashboards' })}
          />
        }
      />
      <FilterBar view={view}>
        {otherwise && (
          <Button kind="quiet" icon="undo" onClick={back}>
            <Trans>Back to the dashboard’s own</Trans>
          </Button>
        )}
      </FilterBar>
      <PageBody>
        {draft.state.is === 'conflict' && <BoardConflict draft={draft} theirs={draft.state.theirs.content} />}
        {content.description && <p className="second">{content.description}</p>}
        {answers.isError && (
          <Card>
            <ErrorState
              error={answers.error}
              title={t`The figures could not be fetched.`}
              onRetry={() => answers.refetch()}
            />
          </Card>
        )}
        {tiles.length === 0 ? (
          <Card>
            <EmptyState sentence={<Trans>This dashboard has no tiles yet.</Trans>}>
              {board.may_edit && mayWrite && (
                <Button
                  kind="primary"
                  icon="plus"
                  onClick={() => {
                    set({ edit: '1' })
                    setDialog('add')
                  }}
                >
                  <Trans>Add a tile</Trans>
                </Button>
              )}
            </EmptyState>
          </Card>
        ) : (
          <div className={css.grid}>
            {tiles.map((tile, at) => {
              const spec = asked[at]
              const answered = spec ? told(spec, n++) : undefined
              return (
                <TileCard
                  key={tile.id}
                  tile={tile}
                  at={at}
                  others={titles}
                  spec={spec}
                  told={answered}
                  stale={answers.isPlaceholderData}
                  explore={
                    spec &&
                    address('/explorer', writeSpec({ ...spec, top: tile.spec?.top }, otherwise ? undefined : tile.view))
                  }
                  aim={(one, toldOne, metric, row) => ({ href: signalsOf(one, toldOne, metric, row) })}
                  deeds={editing ? deedsOf(tile, at) : undefined}
                />
              )
            })}
          </div>
        )}
      </PageBody>
      {dialog === 'add' && (
        <TileDialog
          onDone={(tile) => {
            draft.editTiles((now) => [...now, tile])
            focus(tile.id)
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog && typeof dialog === 'object' && (
        <TileDialog
          tile={dialog}
          onDone={(tile) => draft.editTiles((now) => now.map((one) => (one.id === tile.id ? tile : one)))}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'name' && (
        <KeepDialog
          title={t`Name and sharing`}
          deed={t`Save`}
          initial={{ name: content.name, description: content.description ?? '', shared: content.shared ?? false }}
          mayShare={board.mine}
          onSend={async (input) => {
            draft.edit((now) => ({ ...now, ...input }))
            await draft.autosave.flush()
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'share' && (
        <ShareDialog kind="dashboard" id={board.id} name={content.name} onClose={() => setDialog(undefined)} />
      )}
    </>
  )
}
