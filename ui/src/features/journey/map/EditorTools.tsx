import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from '../../../components/Button'
import { Toolbar } from '../../../components/layout/Page'
import { SegmentedControl } from '../../../components/SegmentedControl'
import { useFormat } from '../../../words/i18n'
import { useMapDeeds } from './deeds'
import css from './map.module.css'
import type { MapStore, Shown } from './store'
import { focusAfter } from './useMapDeedsOf'
import { stepFrom, type useZoom } from './useZoom'

/** The row under the title: map or table, what the curve means, undo and redo, zoom, and whether all is stored. */
export function EditorTools({
  store,
  shown,
  editable,
  live,
  show,
  zoom,
  onShow,
  children,
}: {
  store: MapStore
  shown: Shown
  editable: boolean
  live: boolean
  show: MapShow
  zoom: ReturnType<typeof useZoom>
  onShow: (show: MapShow) => void
  /** Who else is here. */
  children?: ReactNode
}) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const wanted = { current: null as string | null }
  const back = (part: string | undefined) => {
    focusAfter({ wanted, store }, part)
    if (wanted.current) deeds.focus(wanted.current)
  }
  return (
    <Toolbar label={t`Map tools`}>
      <TableSwitch show={show} heat={live} onShow={onShow} />
      {show === 'map' && <Legend live={live} />}
      {editable && (
        <span className={`${css.tools} no-print`}>
          <Button kind="quiet" square icon="undo" disabled={!shown.canUndo} onClick={() => back(store.undo())}>
            {t`Undo`}
          </Button>
          <Button kind="quiet" square icon="redo" disabled={!shown.canRedo} onClick={() => back(store.redo())}>
            {t`Redo`}
          </Button>
        </span>
      )}
      {show === 'map' && <ZoomTools zoom={zoom} />}
      {children}
      <span className="grow" />
      {editable && <MapSaveMark store={store} shown={shown} />}
    </Toolbar>
  )
}

export type MapShow = 'map' | 'table' | 'heat'
export const showOf = (text: string): MapShow => (text === 'table' || text === 'heat' ? text : 'map')

/** Map, table, or the heat map of the lifecycle where figures are seen. */
export function TableSwitch({ show, heat, onShow }: { show: MapShow; heat: boolean; onShow: (show: MapShow) => void }) {
  const { t } = useLingui()
  return (
    <span className="no-print">
      <SegmentedControl
        label={t`How it is shown`}
        value={show}
        options={[
          { value: 'map', label: t`Map` },
          { value: 'table', label: t`Table` },
          ...(heat ? [{ value: 'heat' as const, label: t`Heat map` }] : []),
        ]}
        onChange={onShow}
      />
    </span>
  )
}

export function Legend({ live }: { live: boolean }) {
  return (
    <>
      <span className={css.legend}>
        <svg width="18" height="6" viewBox="0 0 18 6" aria-hidden="true">
          <path d="M0 3h18" stroke="var(--ink-3)" strokeWidth="1.6" strokeDasharray="4 3" />
        </svg>
        <Trans>Intended</Trans>
      </span>
      {live && (
        <span className={css.legend}>
          <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden="true">
            <rect width="18" height="10" rx="2" fill="var(--band)" />
            <path d="M0 5h18" stroke="var(--accent)" strokeWidth="2" />
          </svg>
          <Trans>Measured, 95 % band</Trans>
        </span>
      )}
    </>
  )
}

export function ZoomTools({ zoom }: { zoom: ReturnType<typeof useZoom> }) {
  const { t } = useLingui()
  return (
    <span className={`${css.tools} no-print`}>
      <Button kind="quiet" square icon="minus" onClick={() => zoom.change(stepFrom(zoom.zoom, -1))}>
        {t`Smaller`}
      </Button>
      <span className={css.zoom}>{zoom.zoom} %</span>
      <Button kind="quiet" square icon="plus" onClick={() => zoom.change(stepFrom(zoom.zoom, 1))}>
        {t`Larger`}
      </Button>
      <Button kind="quiet" onClick={zoom.fit}>
        <Trans>Fit</Trans>
      </Button>
    </span>
  )
}

/** Whether what is drawn is stored. */
function MapSaveMark({ store, shown }: { store: MapStore; shown: Shown }) {
  const format = useFormat()
  const { state } = shown
  const count = format.count(shown.pending)
  if (state.is === 'failed') {
    return (
      <span className="row worse small" role="alert">
        <Trans>Not stored yet: {count}. It is tried again.</Trans>
        <Button kind="quiet" onClick={store.retry}>
          <Trans>Try now</Trans>
        </Button>
      </span>
    )
  }
  const time = state.is === 'saved' && state.at ? format.time(state.at) : ''
  return (
    <span className="muted small nowrap no-print" role="status">
      {state.is === 'saving' ? <Trans>Saving…</Trans> : time ? <Trans>Saved {time}</Trans> : null}
    </span>
  )
}
