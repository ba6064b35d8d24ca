import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../components/Button'
import type { Contributor, Questions } from '../queries'
import type { PanelProps } from './CardPanel'
import { Comments } from './Comments'
import { LineField, NameField, WordsField } from './fields'
import css from './panel.module.css'
import { Section, SidePanel } from './SidePanel'
import { suggestions } from './suggestions'

/** The four questions that a map answers, and who drew it. */
export function MapPanel({ store, shown, editable, onClose }: PanelProps) {
  const { t } = useLingui()
  const off = !editable
  const { questions, contributors } = shown.map
  const asked: [keyof Questions, string][] = [
    ['sold', t`How is it sold?`],
    ['delivered', t`How is it delivered?`],
    ['lived', t`How is it lived with?`],
    ['supported', t`How is it supported?`],
  ]
  const answer = (field: keyof Questions, text: string) =>
    store.edit([{ op: 'set_map', set: { [field]: text } }], { key: `questions.${field}` })
  const drawn = (next: readonly Contributor[], key?: string) =>
    store.edit([{ op: 'set_map', set: { contributors: next } }], { key })
  const change = (at: number, patch: Partial<Contributor>, field: string) =>
    drawn(
      // What is drawn here may lag behind what was typed.
      store.snapshot().map.contributors.map((c, i) => (i === at ? { ...c, ...patch } : c)),
      `contributors.${at}.${field}`,
    )
  const functions = suggestions(shown.map).functions.filter(Boolean)
  return (
    <SidePanel title={t`Questions and contributors`} onClose={onClose}>
      <Section title={t`The four questions`}>
        {asked.map(([field, label]) => (
          <WordsField
            key={field}
            label={label}
            value={questions[field] ?? ''}
            max={2000}
            disabled={off}
            onSay={(text) => answer(field, text)}
          />
        ))}
      </Section>
      <Section title={t`Who drew it`}>
        <p className="muted small">
          <Trans>At least two functions: each sees another part of the way.</Trans>
        </p>
        {contributors.map((c, at) => {
          const number = at + 1
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a contributor has no identity beside the place
            <div key={at} className="row" style={{ alignItems: 'end' }}>
              <div className={`${css.pair} grow`}>
                <LineField
                  label={t`Name ${number}`}
                  value={c.name}
                  max={120}
                  disabled={off}
                  onSay={(name) => change(at, { name }, 'name')}
                />
                <NameField
                  label={t`Function ${number}`}
                  known={functions}
                  disabled={off}
                  value={c.function}
                  onSay={(by) => change(at, { function: by }, 'function')}
                />
              </div>
              {editable && (
                <Button
                  kind="quiet"
                  square
                  icon="close"
                  onClick={() => drawn(store.snapshot().map.contributors.filter((_, i) => i !== at))}
                >
                  {t`Take out contributor ${number}`}
                </Button>
              )}
            </div>
          )
        })}
        {editable && (
          <span>
            <Button
              icon="plus"
              onClick={() => drawn([...store.snapshot().map.contributors, { name: '', function: '' }])}
            >
              <Trans>Add a contributor</Trans>
            </Button>
          </span>
        )}
      </Section>
      <Comments journey={shown.journey.id} part="" />
    </SidePanel>
  )
}
