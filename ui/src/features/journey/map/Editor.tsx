import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchState } from '../../../components/filter/useSearchState'
import { PageHeader } from '../../../components/layout/PageHeader'
import { Tag } from '../../../components/Tag'
import { usePhone } from '../../../components/usePhone'
import { HeardPanel } from '../live/HeardPanel'
import { HeatView } from '../live/HeatView'
import { LiveTools } from '../live/LiveTools'
import type { Listening } from '../live/useMapLive'
import { OpenPanel } from '../panel/OpenPanel'
import { type Card, type Journey, useComments, useDifferences } from '../queries'
import { useStateWords, useWhose } from '../words'
import { Board } from './Board'
import { MapDeedsProvider } from './deeds'
import { EditorActions } from './EditorActions'
import { EditorTools, showOf } from './EditorTools'
import { type Grid, itemOf, layOut } from './grid'
import { Here } from './Here'
import { MoveDialog } from './MoveDialog'
import css from './map.module.css'
import { NotSaved } from './NotSaved'
import { PhoneStages } from './PhoneStages'
import { SplitDialog } from './SplitDialog'
import { TableView } from './TableView'
import { useAskForSteps } from './useAskForSteps'
import { useEditorKeys } from './useEditorKeys'
import { useFacts } from './useFacts'
import { useMapDeedsOf } from './useMapDeedsOf'
import { useMapStore } from './useMapStore'
import { usePresence } from './usePresence'
import { usePrintZoom } from './usePrintZoom'
import { useZoom } from './useZoom'

/** The draft of a journey: drawn on by several people at once. `heard` is what is heard at its parts. */
export function Editor({ of, editable, heard }: { of: Journey; editable: boolean; heard: Listening }) {
  const { live } = heard
  const { t } = useLingui()
  const { store, shown } = useMapStore(of)
  const [get, set] = useSearchState()
  const phone = usePhone()
  const board = useRef<HTMLDivElement>(null)
  const wanted = useRef<string | null>(null)
  const [adding, setAdding] = useState<string | null>(null)
  const [moving, setMoving] = useState<Card | null>(null)
  const [splitting, setSplitting] = useState<Card | null>(null)
  const open = get('open')
  const { map } = shown
  const { stages, cards } = map
  const before = useRef<Grid>(undefined)
  const grid = useMemo(() => {
    before.current = layOut({ stages, cards }, before.current)
    return before.current
  }, [stages, cards])
  const comments = useComments(of.id).data
  const people = usePresence(of.id, open)
  const against = Number(get('against')) || 0
  const differences = useDifferences(of.id, against, 0).data
  const facts = useFacts({
    findings: shown.findings,
    comments,
    people,
    differences: against ? differences : undefined,
    live,
  })
  const zooming = useZoom(board)
  const printZoom = usePrintZoom(board)
  const openPanel = (panel: string) => set({ open: panel || undefined })
  const added = useRef(new Set<string>())
  const deeds = useMapDeedsOf({
    added: (id) => added.current.add(id),
    store,
    grid,
    wanted,
    open: openPanel,
    setAdding,
    askMove: setMoving,
    askSplit: setSplitting,
  })
  const latestOpen = useRef(open)
  useEffect(() => {
    latestOpen.current = open
  })
  useAskForSteps(shown, added, setSplitting)
  const close = useCallback(() => {
    const from = latestOpen.current
    // Back to where the panel was opened from.
    if (from.includes(':')) deeds.focus(from)
    else document.querySelector<HTMLElement>(`[data-opens="${from}"]`)?.focus()
    deeds.open('')
  }, [deeds])
  useEditorKeys({ store, grid, deeds, board, wanted, editable, close: open ? close : undefined })
  const card = open.startsWith('card:') ? cards.find((c) => itemOf.card(c.id) === open) : undefined
  const stage = open.startsWith('stage:') ? stages.find((s) => itemOf.stage(s.id) === open) : undefined
  const gone = open.includes(':') && !card && !stage
  useEffect(() => {
    // Somebody took it out while its panel was open.
    if (gone) set({ open: undefined })
  })
  const state = useStateWords()(shown.journey)
  const whose = useWhose()(shown.journey)
  const show = showOf(get('show'))
  return (
    <MapDeedsProvider value={deeds}>
      <div className={css.page}>
        <PageHeader
          title={shown.journey.name}
          crumb={{ label: t`Journeys`, href: '/journeys' }}
          tags={
            <Tag tone={state.tone} icon={state.tone === 'better' ? 'check' : undefined}>
              {state.word}
            </Tag>
          }
          remark={whose}
          actions={<EditorActions store={store} shown={shown} editable={editable} />}
        />
        <EditorTools
          store={store}
          shown={shown}
          editable={editable}
          live={live !== undefined}
          show={show}
          zoom={zooming}
          onShow={(next) => set({ show: next === 'map' ? undefined : next })}
        >
          <Here people={people} map={map} />
        </EditorTools>
        <LiveTools of={heard} />
        <NotSaved store={store} shown={shown} />
        {phone && show === 'map' && <PhoneStages grid={grid} board={board} />}
        <div className={css.work}>
          {show === 'table' ? (
            <TableView map={map} grid={grid} facts={facts} />
          ) : show === 'heat' ? (
            <HeatView of={heard} map={map} />
          ) : (
            <Board
              grid={grid}
              facts={facts}
              live={live}
              editable={editable}
              zoom={printZoom ?? zooming.zoom}
              adding={adding}
              chosen={open}
              wanted={wanted}
              board={board}
            />
          )}
          <OpenPanel open={open} store={store} shown={shown} grid={grid} editable={editable} onClose={close} />
          {open === 'heard' && (
            <HeardPanel
              of={heard}
              map={map}
              add={editable ? (edit) => store.edit([edit]) : undefined}
              onClose={close}
            />
          )}
        </div>
      </div>
      {moving && <MoveDialog card={moving} map={map} grid={grid} onClose={() => setMoving(null)} />}
      {splitting && <SplitDialog card={splitting} store={store} onClose={() => setSplitting(null)} />}
    </MapDeedsProvider>
  )
}
