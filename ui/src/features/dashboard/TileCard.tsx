import { Trans, useLingui } from '@lingui/react/macro'
import type { KeyboardEvent, ReactNode } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import type { Target } from '../../components/charts/Open'
import { LoadingRows } from '../../components/feedback/Loading'
import { Icon } from '../../components/Icon'
import { Menu, type MenuEntry } from '../../components/Menu'
import { useAgainst } from '../../components/view/useAgainst'
import { ViewBody } from '../../components/view/ViewBody'
import type { FigureRow } from '../../core/metrics'
import type { Spec, Tile, Told } from '../../core/views'
import css from './dashboard.module.css'
import { type Side, useTileDrag } from './useTileDrag'

export type TileDeeds = {
  move: (to: number) => void
  drop: (dragged: string, side: Side) => void
  resize: (what: 'width' | 'height', by: 1 | -1) => void
  edit: () => void
  duplicate: () => void
  remove: () => void
}

/** One tile: what it shows, and while the dashboard is arranged the ways to move, resize and change it. */
export function TileCard({
  tile,
  at,
  others,
  spec,
  told,
  stale,
  explore,
  aim,
  deeds,
}: {
  tile: Tile
  at: number
  /** The titles of all tiles in order, for "Move to…". */
  others: readonly string[]
  spec?: Spec
  told?: Told
  stale?: boolean
  /** The same figures in the Explorer. */
  explore?: string
  aim: (spec: Spec, told: Told, metric: string, row: Pick<FigureRow, 'by'>) => Target
  /** Only while it is arranged. */
  deeds?: TileDeeds
}) {
  const { t } = useLingui()
  const { card, handle, dragging, over } = useTileDrag(tile.id, deeds !== undefined, (dragged, side) =>
    deeds?.drop(dragged, side),
  )
  const title = others[at] ?? ''
  const against = useAgainst()
  const said = told && spec?.shape === 'bars' ? against(told) : ''
  const onKeyDown = (event: KeyboardEvent) => {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const step = { ArrowLeft: -rtl, ArrowUp: -1, ArrowRight: rtl, ArrowDown: 1 }[event.key]
    if (!step || !deeds) return
    event.preventDefault()
    if (!event.shiftKey) deeds.move(at + step)
    else deeds.resize(event.key === 'ArrowUp' || event.key === 'ArrowDown' ? 'height' : 'width', step > 0 ? 1 : -1)
  }
  return (
    <section
      ref={card}
      className={css.tile}
      data-dragging={dragging ? '' : undefined}
      data-over={over ?? undefined}
      data-tile={tile.id}
      style={{ '--w': tile.width, '--h': tile.height } as never}
      aria-label={title}
    >
      <header className={css.head}>
        {deeds && (
          <Menu
            align="start"
            trigger={
              <button
                ref={handle}
                type="button"
                className={css.handle}
                onKeyDown={onKeyDown}
                aria-label={t`Move “${title}”: drag, arrow keys, or Enter for a list`}
              >
                <Icon name="drag" />
              </button>
            }
            remark={t`Arrow keys move it, with Shift they resize it`}
            entries={moveEntries()}
          />
        )}
        <h2 className="ellipsis">{title}</h2>
        {said && <span className="muted small ellipsis not-phone">{t`dots: ${said}`}</span>}
        <span className="grow" />
        <span className="no-print row">
          {deeds ? (
            <Menu
              trigger={
                <Button kind="quiet" square icon="more">
                  {t`Change “${title}”`}
                </Button>
              }
              entries={[
                { label: t`Change…`, icon: 'edit', onSelect: deeds.edit },
                { label: t`Duplicate`, icon: 'copy', onSelect: deeds.duplicate },
                { kind: 'divider' },
                { label: t`Wider`, onSelect: () => deeds.resize('width', 1), disabled: tile.width >= 12 },
                { label: t`Narrower`, onSelect: () => deeds.resize('width', -1), disabled: tile.width <= 3 },
                { label: t`Taller`, onSelect: () => deeds.resize('height', 1), disabled: tile.height >= 4 },
                { label: t`Less tall`, onSelect: () => deeds.resize('height', -1), disabled: tile.height <= 1 },
                { kind: 'divider' },
                { label: t`Remove`, icon: 'trash', danger: true, onSelect: deeds.remove },
              ]}
            />
          ) : (
            explore && (
              <AppLink className={css.explore} href={explore} aria-label={t`“${title}” in the Explorer`}>
                <Icon name="understand" />
              </AppLink>
            )
          )}
        </span>
      </header>
      <div className={css.inside}>{inside()}</div>
    </section>
  )

  function moveEntries(): MenuEntry[] {
    const others2 = others.map((name, to) => ({ name, to })).filter(({ to }) => to !== at)
    return [
      { label: t`To the beginning`, onSelect: () => deeds?.move(0), disabled: at === 0 },
      { label: t`One earlier`, onSelect: () => deeds?.move(at - 1), disabled: at === 0 },
      { label: t`One later`, onSelect: () => deeds?.move(at + 1), disabled: at === others.length - 1 },
      { label: t`To the end`, onSelect: () => deeds?.move(others.length - 1), disabled: at === others.length - 1 },
      ...(others2.length > 0 ? [{ kind: 'label' as const, label: t`Move to…` }] : []),
      ...others2.map(({ name, to }) => ({ label: t`the place of “${name}”`, onSelect: () => deeds?.move(to) })),
    ]
  }

  function inside(): ReactNode {
    if (tile.kind === 'note')
      return (
        <p className={css.note} dir="auto">
          {tile.text}
        </p>
      )
    if (tile.gone) {
      return (
        <p className="second" style={{ padding: 16 }}>
          <Trans>The view it showed was deleted, or its owner no longer shares it.</Trans>
        </p>
      )
    }
    if (!spec || !told) return <LoadingRows rows={2 * tile.height} />
    return <ViewBody spec={spec} told={told} aim={(metric, row) => aim(spec, told, metric, row)} stale={stale} dense />
  }
}
