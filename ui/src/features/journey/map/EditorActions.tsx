import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../../components/Button'
import { useSearchState } from '../../../components/filter/useSearchState'
import { Menu, type MenuEntry } from '../../../components/Menu'
import { usePhone } from '../../../components/usePhone'
import { useMay } from '../../../core/session'
import { useFormat } from '../../../words/i18n'
import { useFileEntries } from '../exchange/useFileEntries'
import { NameDialog } from '../list/NameDialog'
import { useJourneyDeeds } from '../list/useJourneyDeeds'
import { PublishDialog } from '../versions/PublishDialog'
import type { MapStore, Shown } from './store'
import { useExportEntries } from './useExportEntries'

/** What is done with the whole journey: its rules, its versions, files of it, publishing. */
export function EditorActions({ store, shown, editable }: { store: MapStore; shown: Shown; editable: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const phone = usePhone()
  const [get, set] = useSearchState()
  const [publishing, setPublishing] = useState(false)
  const [naming, setNaming] = useState(false)
  const mayPublish = useMay('journey.publish')
  const { journey } = shown
  const deeds = useJourneyDeeds()
  const sheets = useFileEntries(journey)
  const files = [...useExportEntries({ journey, before: store.flush }), ...sheets]
  const broken = shown.findings.filter((f) => !f.waived).length
  const toggle = (panel: string) => set({ open: get('open') === panel ? undefined : panel })
  const count = format.count(broken)
  const next = journey.version + 1
  const can = editable && mayPublish && journey.changed
  const more: MenuEntry[] = [
    ...(phone
      ? [
          { label: t`Rules: ${count} broken`, icon: 'rule' as const, onSelect: () => set({ open: 'rules' }) },
          { label: t`Questions and contributors`, icon: 'people' as const, onSelect: () => set({ open: 'about' }) },
        ]
      : []),
    { label: t`Comments`, icon: 'note', onSelect: () => set({ open: 'comments' }) },
    { label: t`Workshops`, icon: 'people', href: `/journeys/${journey.id}/workshops` },
    { label: t`Versions`, icon: 'clock', onSelect: () => set({ open: 'versions' }) },
    { label: t`Beside another journey`, icon: 'grid', href: `/journeys/compare?ids=${journey.id}` },
    ...(phone && can
      ? [{ label: t`Publish version ${next}`, icon: 'check' as const, onSelect: () => setPublishing(true) }]
      : []),
    { kind: 'divider' },
    ...files,
    { label: t`Print on one page`, icon: 'export', onSelect: () => setTimeout(() => window.print(), 300) },
    ...(editable
      ? ([
          { kind: 'divider' },
          { label: t`Name and customers`, icon: 'edit', onSelect: () => setNaming(true) },
          ...(journey.version === 0
            ? [
                {
                  label: t`Delete the journey`,
                  icon: 'trash' as const,
                  danger: true,
                  onSelect: () => deeds.remove(journey),
                },
              ]
            : []),
        ] satisfies MenuEntry[])
      : []),
  ]
  return (
    <>
      {!phone && (
        <>
          <Button icon="rule" data-opens="rules" aria-pressed={get('open') === 'rules'} onClick={() => toggle('rules')}>
            {broken > 0 ? t`Rules: ${count}` : t`Rules kept`}
          </Button>
          <Button
            data-opens="about"
            aria-pressed={get('open') === 'about'}
            onClick={() => toggle('about')}
            icon="people"
          >
            <Trans>Questions</Trans>
          </Button>
        </>
      )}
      <Menu
        entries={more}
        width={260}
        trigger={
          <Button icon="more" square>
            {t`More`}
          </Button>
        }
      />
      {!phone && can && (
        <Button kind="primary" onClick={() => setPublishing(true)}>
          {t`Publish version ${next}`}
        </Button>
      )}
      {publishing && <PublishDialog store={store} onClose={() => setPublishing(false)} />}
      {naming && <NameDialog of={journey} onClose={() => setNaming(false)} />}
    </>
  )
}
