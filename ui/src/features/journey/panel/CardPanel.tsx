import { Trans, useLingui } from '@lingui/react/macro'
import { MultiSelect } from '@mantine/core'
import { Button } from '../../../components/Button'
import { useUnits } from '../../../core/organisation'
import { useMapDeeds } from '../map/deeds'
import { type Grid, isSeen, rowOf } from '../map/grid'
import { signed } from '../map/MapCard'
import type { MapStore, Shown } from '../map/store'
import { type Card, useProcesses, usePromises } from '../queries'
import { usePhaseWords, useRowWords } from '../words'
import { Bindings } from './Bindings'
import { Comments } from './Comments'
import { Findings } from './Findings'
import { CheckField, ChoiceField, NameField, NamesField, PickField, setCard, useAtOnce, WordsField } from './fields'
import css from './panel.module.css'
import { Section, SidePanel } from './SidePanel'
import { suggestions } from './suggestions'
import { TouchPointField } from './TouchPointField'

export type PanelProps = { store: MapStore; shown: Shown; grid: Grid; editable: boolean; onClose: () => void }

/** Everything that is known of a card, stored while it is written. */
export function CardPanel({ card, store, shown, grid, editable, onClose }: PanelProps & { card: Card }) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const words = useRowWords()
  const phases = usePhaseWords()
  const set = (fields: Record<string, unknown>, key?: string) =>
    store.edit(setCard(card.id, fields), { key: key && `${card.id}.${key}`, on: card.id })
  const seen = isSeen(card.lane)
  const stage = grid.stages.find((s) => s.id === card.stage)
  const row = rowOf(card, grid.rows)
  const off = !editable
  const known = suggestions(shown.map)
  return (
    <SidePanel
      title={card.task}
      remark={[stage && `${stage.name} (${phases[stage.phase]})`, row && words(row).name].filter(Boolean).join(' · ')}
      onClose={onClose}
    >
      <Findings of={card.id} store={store} shown={shown} editable={editable} />
      <Section title={t`What happens`}>
        <WordsField
          label={t`The one event, as a person would say it`}
          value={card.task}
          max={120}
          needed
          disabled={off}
          onSay={(task) => set({ task }, 'task')}
        />
        {seen && <TouchPointField card={card} disabled={off} onSay={(key) => set({ touch_point: key })} />}
        <ChoiceField
          label={t`Who begins`}
          value={card.initiator}
          options={[
            { value: 'organisation', label: t`We reach out` },
            { value: 'customer', label: t`The customer` },
            { value: 'third_party', label: t`A third party` },
          ]}
          onSay={(initiator) => editable && set({ initiator })}
        />
        <div className={css.checks}>
          {(
            [
              ['discovered', t`Discovered from signals`],
              ['optional', t`Happens only if required`],
              ['first', t`The first contact`],
              ['last', t`The last point that we control`],
              ['controlled', t`We decide what happens here`],
            ] as const
          ).map(([field, label]) => (
            <CheckField
              key={field}
              label={label}
              disabled={off}
              value={card[field] === true}
              onSay={(on) => set({ [field]: on })}
            />
          ))}
        </div>
        <ChoiceField
          label={t`Expected emotion`}
          value={card.emotion == null ? '' : String(card.emotion)}
          options={[
            { value: '', label: t`none` },
            ...[-2, -1, 0, 1, 2].map((e) => ({ value: String(e), label: signed(e) })),
          ]}
          onSay={(v) => editable && set({ emotion: v === '' ? null : Number(v) })}
        />
        <p className="muted small">
          <Trans>How customers are expected to feel here, from −2 angry to +2 delighted</Trans>
        </p>
      </Section>
      <Section title={t`Where and with whom`}>
        <NamesField
          label={t`Channels`}
          value={card.channels ?? []}
          known={known.channels}
          disabled={off}
          onSay={(channels) => set({ channels })}
        />
        <NamesField
          label={t`Locations`}
          description={t`A building, a lounge, a mailing, a standard letter`}
          value={card.locations ?? []}
          known={known.locations}
          disabled={off}
          onSay={(locations) => set({ locations })}
        />
        <NamesField
          label={t`Roles of staff`}
          value={card.roles ?? []}
          known={known.roles}
          disabled={off}
          onSay={(roles) => set({ roles })}
        />
      </Section>
      <Section title={t`Who answers for it`}>
        <UnitSelect value={card.owner ?? ''} disabled={off} onSay={(owner) => set({ owner })} />
        <NameField
          label={t`Function`}
          value={card.function ?? ''}
          known={known.functions}
          disabled={off}
          onSay={(by) => set({ function: by }, 'function')}
        />
        <NamesField
          label={t`Supporting functions`}
          value={card.supporting ?? []}
          known={known.functions}
          disabled={off}
          onSay={(supporting) => set({ supporting })}
        />
      </Section>
      <Section title={t`What it carries`}>
        <Promised card={card} segment={shown.journey.segment} disabled={off} onSay={set} />
      </Section>
      <Section title={t`Metrics`}>
        <Bindings card={card} disabled={off} onSay={(bindings, key) => set({ bindings }, key)} />
      </Section>
      <Section title={t`Note`}>
        <WordsField
          label={t`Note`}
          value={card.note ?? ''}
          max={2000}
          disabled={off}
          onSay={(note) => set({ note }, 'note')}
        />
      </Section>
      <Comments journey={shown.journey.id} part={card.id} />
      {editable && (
        <div className="row wrap">
          <Button icon="drag" onClick={() => deeds.askMove(card)}>
            <Trans>Move to…</Trans>
          </Button>
          <Button icon="list" onClick={() => deeds.askSplit(card)}>
            <Trans>Split into steps</Trans>
          </Button>
          <Button icon="trash" onClick={() => deeds.takeOut(card)}>
            <Trans>Take out</Trans>
          </Button>
        </div>
      )}
    </SidePanel>
  )
}

function UnitSelect({ value, disabled, onSay }: { value: string; disabled: boolean; onSay: (id: string) => void }) {
  const { t } = useLingui()
  const units = useUnits().data ?? []
  return (
    <PickField
      label={t`Unit`}
      options={units.map((u) => ({ value: u.id, label: u.name }))}
      disabled={disabled}
      nothing={t`No unit is called that`}
      value={value}
      onSay={onSay}
    />
  )
}

/** The tenets of the promise in force for these customers, and the process that delivers it. */
function Promised({
  card,
  segment,
  disabled,
  onSay,
}: {
  card: Card
  segment: string
  disabled: boolean
  onSay: (fields: Record<string, unknown>) => void
}) {
  const { t } = useLingui()
  const promises = (usePromises().data ?? []).filter((p) => p.state === 'in_force')
  const processes = useProcesses().data ?? []
  const fold = (s: string | undefined) => (s ?? '').trim().toLowerCase()
  const made = promises.find((p) => fold(p.segment) === fold(segment)) ?? promises.find((p) => !p.segment)
  const tenets = made?.tenets ?? []
  const [chosen, choose] = useAtOnce(card.tenets ?? [], (ids) => onSay({ tenets: ids }))
  return (
    <>
      {made ? (
        <MultiSelect
          label={t`Tenets of the promise`}
          data={[
            ...tenets.map((x) => ({ value: x.id ?? '', label: x.name })),
            // Of a promise that isn't in force any more.
            ...chosen
              .filter((id) => !tenets.some((x) => x.id === id))
              .map((id) => ({ value: id, label: t`a former tenet` })),
          ]}
          searchable
          disabled={disabled}
          nothingFoundMessage={t`No tenet is called that`}
          value={chosen}
          onChange={choose}
        />
      ) : (
        <p className="muted">
          <Trans>No promise is in force for these customers, so there is no tenet to carry.</Trans>
        </p>
      )}
      <PickField
        label={t`Process that delivers it`}
        options={processes.map((p) => ({ value: p.id, label: p.name }))}
        disabled={disabled}
        nothing={t`No process is called that`}
        value={card.process ?? ''}
        onSay={(process) => onSay({ process })}
      />
    </>
  )
}
