import { useLingui } from '@lingui/react/macro'
import { useMemo, useRef } from 'react'
import { Button } from '../../../components/Button'
import { useSearchState } from '../../../components/filter/useSearchState'
import { Toolbar } from '../../../components/layout/Page'
import { PageHeader } from '../../../components/layout/PageHeader'
import { Menu } from '../../../components/Menu'
import { Tag } from '../../../components/Tag'
import { usePhone } from '../../../components/usePhone'
import { useMay } from '../../../core/session'
import { useFileEntries } from '../exchange/useFileEntries'
import { HeardPanel } from '../live/HeardPanel'
import { HeatView } from '../live/HeatView'
import { LiveTools } from '../live/LiveTools'
import type { Listening } from '../live/useMapLive'
import { CardPanel } from '../panel/CardPanel'
import { MapPanel } from '../panel/MapPanel'
import { StagePanel } from '../panel/StagePanel'
import { docOf, type Journey, type MapVersion, useComments, useDifferences } from '../queries'
import { VersionsPanel } from '../versions/VersionsPanel'
import { useWhose } from '../words'
import { Board } from './Board'
import { MapDeedsProvider } from './deeds'
import { Legend, showOf, TableSwitch, ZoomTools } from './EditorTools'
import { itemOf, layOut } from './grid'
import css from './map.module.css'
import { PhoneStages } from './PhoneStages'
import { MapStore } from './store'
import { TableView } from './TableView'
import { useEscape } from './useEscape'
import { useExportEntries } from './useExportEntries'
import { useFacts } from './useFacts'
import { useMapDeedsOf } from './useMapDeedsOf'
import { usePrintZoom } from './usePrintZoom'
import { useZoom } from './useZoom'

/** A version as it was published: to read, to compare, and to draw on from. */
export function Reader({ of, version, heard }: { of: Journey; version: MapVersion; heard: Listening }) {
  const { live } = heard
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const phone = usePhone()
  const may = useMay('journey.write')
  const board = useRef<HTMLDivElement>(null)
  const wanted = useRef<string | null>(null)
  const map = useMemo(() => docOf(version.map), [version])
  const grid = useMemo(() => layOut(map), [map])
  // A map that is only read: its panels show what a store shows, and nothing is ever sent.
  const store = useMemo(() => readOnly(of, version), [of, version])
  const against = Number(get('against')) || 0
  const differences = useDifferences(of.id, against, against ? version.version : 0).data
  const comments = useComments(of.id).data
  const facts = useFacts({ findings: [], comments, differences: against ? differences : undefined, live })
  const zooming = useZoom(board)
  const printZoom = usePrintZoom(board)
  const open = get('open')
  const openPanel = (panel: string) => set({ open: panel || undefined })
  const none = () => {}
  const deeds = useMapDeedsOf({ store, grid, wanted, open: openPanel, setAdding: none, askMove: none, askSplit: none })
  const close = () => {
    if (open.includes(':')) deeds.focus(open)
    openPanel('')
    document.querySelector<HTMLElement>(`[data-item="${CSS.escape(open)}"], [data-opens="${open}"]`)?.focus()
  }
  useEscape(open ? close : undefined)
  const sheets = useFileEntries(of, version.version)
  const files = [...useExportEntries({ journey: of, version: version.version }), ...sheets]
  const show = showOf(get('show'))
  const whose = useWhose()(version)
  const number = version.version
  const next = of.version + 1
  const card = map.cards.find((c) => itemOf.card(c.id) === open)
  const stage = map.stages.find((s) => itemOf.stage(s.id) === open)
  const panel = { store, shown: store.snapshot(), grid, editable: false, onClose: close }
  return (
    <MapDeedsProvider value={deeds}>
      <div className={css.page}>
        <PageHeader
          title={version.name}
          crumb={{ label: t`Journeys`, href: '/journeys' }}
          tags={
            version.state === 'published' ? (
              <Tag tone="better" icon="check">{t`Version ${number}, published`}</Tag>
            ) : (
              <Tag>{t`Version ${number}, superseded`}</Tag>
            )
          }
          remark={whose}
          actions={
            <>
              {!phone && (
                <Button
                  icon="clock"
                  data-opens="versions"
                  onClick={() => openPanel(open === 'versions' ? '' : 'versions')}
                >
                  {t`Versions`}
                </Button>
              )}
              <Menu
                width={260}
                entries={[
                  ...(phone
                    ? [{ label: t`Versions`, icon: 'clock' as const, onSelect: () => openPanel('versions') }]
                    : []),
                  { label: t`Questions and contributors`, icon: 'people', onSelect: () => openPanel('about') },
                  { label: t`Workshops`, icon: 'people', href: `/journeys/${of.id}/workshops` },
                  { label: t`Beside another journey`, icon: 'grid', href: `/journeys/compare?ids=${of.id}` },
                  { kind: 'divider' },
                  ...files,
                  {
                    label: t`Print on one page`,
                    icon: 'export',
                    onSelect: () => setTimeout(() => window.print(), 300),
                  },
                ]}
                trigger={
                  <Button icon="more" square>
                    {t`More`}
                  </Button>
                }
              />
              {may && (
                <Button
                  kind="primary"
                  icon={phone ? 'edit' : undefined}
                  square={phone}
                  onClick={() => set({ edit: '1', version: undefined, open: undefined, against: undefined })}
                >
                  {t`Edit as version ${next}`}
                </Button>
              )}
            </>
          }
        />
        <Toolbar label={t`Map tools`}>
          <TableSwitch
            show={show}
            heat={live !== undefined}
            onShow={(next) => set({ show: next === 'map' ? undefined : next })}
          />
          {show === 'map' && <Legend live={live !== undefined} />}
          {show === 'map' && <ZoomTools zoom={zooming} />}
        </Toolbar>
        <LiveTools of={heard} />
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
              editable={false}
              zoom={printZoom ?? zooming.zoom}
              adding={null}
              chosen={open}
              wanted={wanted}
              board={board}
            />
          )}
          {card && <CardPanel key={card.id} card={card} {...panel} />}
          {stage && <StagePanel key={stage.id} stage={stage} {...panel} />}
          {open === 'about' && <MapPanel {...panel} />}
          {open === 'heard' && <HeardPanel of={heard} map={map} onClose={close} />}
          {open === 'versions' && <VersionsPanel of={of} shown={version.version} onClose={close} />}
        </div>
      </div>
    </MapDeedsProvider>
  )
}

const readOnly = (of: Journey, version: MapVersion) =>
  new MapStore(
    { ...of, name: version.name, segment: version.segment, map: version.map, findings: [], changed: false },
    { send: () => Promise.reject(new Error('a version is frozen')), load: () => Promise.resolve(of) },
  )
