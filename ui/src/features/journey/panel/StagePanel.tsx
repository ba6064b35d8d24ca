import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../components/Button'
import { useMapDeeds } from '../map/deeds'
import type { Wanted } from '../map/live'
import type { Phase, Stage, Want } from '../queries'
import { usePhaseWords } from '../words'
import type { PanelProps } from './CardPanel'
import { Comments } from './Comments'
import { Findings } from './Findings'
import { ChoiceField, LineField, MetricSelect, NumberField, setStage, WordsField, wantOf } from './fields'
import css from './panel.module.css'
import { Section, SidePanel } from './SidePanel'

/** A stage: its name, when it lies, and what customers should feel, think and do, each with the measure that tells. */
export function StagePanel({ stage, store, shown, grid, editable, onClose }: PanelProps & { stage: Stage }) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const phases = usePhaseWords()
  const off = !editable
  const set = (fields: Record<string, unknown>, key?: string) =>
    store.edit(setStage(stage.id, fields), { key: key && `${stage.id}.${key}`, on: stage.id })
  /** A want with something changed; what is drawn here may lag behind what was typed. */
  const wanted = (of: Wanted, patch: Partial<Want>) => {
    const now = store.snapshot().map.stages.find((s) => s.id === stage.id) ?? stage
    return { [of]: wantOf(now[of], patch) }
  }
  const words: Record<Wanted, [title: string, what: string]> = {
    feel: [t`Feel`, t`What should customers feel here?`],
    think: [t`Think`, t`What should they think?`],
    do: [t`Do`, t`What should they do?`],
  }
  const at = grid.stages.findIndex((s) => s.id === stage.id)
  return (
    <SidePanel title={stage.name} remark={phases[stage.phase]} onClose={onClose}>
      <Findings of={stage.id} store={store} shown={shown} editable={editable} />
      <Section title={t`Stage`}>
        <LineField
          label={t`Name`}
          value={stage.name}
          max={80}
          needed
          disabled={off}
          onSay={(name) => set({ name }, 'name')}
        />
        <ChoiceField<Phase>
          label={t`When it lies`}
          value={stage.phase}
          options={(['before', 'during', 'after'] as const).map((p) => ({ value: p, label: phases[p] }))}
          onSay={(phase) => editable && set({ phase })}
        />
      </Section>
      {(['feel', 'think', 'do'] as const).map((of) => {
        const want = stage[of]
        const [title, what] = words[of]
        return (
          <Section key={of} title={title}>
            <div className={css.want}>
              <WordsField
                label={what}
                value={want.text ?? ''}
                max={500}
                disabled={off}
                onSay={(text) => set(wanted(of, { text }), of)}
              />
              <div className={css.wantPair}>
                <MetricSelect
                  label={t`Metric that tells`}
                  value={want.metric ?? ''}
                  disabled={off}
                  onSay={(metric) => set(wanted(of, { metric }))}
                />
                <NumberField
                  label={t`Target`}
                  value={want.target}
                  disabled={off || !want.metric}
                  onSay={(target) => set(wanted(of, { target }), `${of}.target`)}
                />
              </div>
            </div>
          </Section>
        )
      })}
      <Comments journey={shown.journey.id} part={stage.id} />
      {editable && (
        <div className="row wrap">
          <Button icon="left" disabled={at <= 0} onClick={() => deeds.moveStage(stage, at - 1)}>
            <Trans>Earlier</Trans>
          </Button>
          <Button icon="right" disabled={at >= grid.stages.length - 1} onClick={() => deeds.moveStage(stage, at + 1)}>
            <Trans>Later</Trans>
          </Button>
          <Button icon="plus" onClick={() => deeds.addStage(stage.id)}>
            <Trans>Add a stage behind it</Trans>
          </Button>
          <Button icon="trash" onClick={() => deeds.takeOutStage(stage)}>
            <Trans>Take out</Trans>
          </Button>
        </div>
      )}
    </SidePanel>
  )
}
