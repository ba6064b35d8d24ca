import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Icon } from '../../../components/Icon'
import type { PanelProps } from './CardPanel'
import { FindingLine, findingKey } from './Findings'
import { Section, SidePanel } from './SidePanel'

/** Every rule of the course that the map breaks, what only hints, and which exceptions were signed. */
export function RulesPanel({ store, shown, editable, onClose }: PanelProps) {
  const { t } = useLingui()
  const blocking = shown.findings.filter((f) => !f.waived && f.blocks)
  const hints = shown.findings.filter((f) => !f.waived && !f.blocks)
  const signed = shown.findings.filter((f) => f.waived)
  const groups = [
    [t`Broken: ${blocking.length}`, blocking],
    [t`Hints: ${hints.length}`, hints],
    [t`Signed exceptions: ${signed.length}`, signed],
  ] as const
  return (
    <SidePanel
      title={t`Rules`}
      remark={<Plural value={signed.length} _0="no exception" one="# exception signed" other="# exceptions signed" />}
      onClose={onClose}
    >
      {blocking.length === 0 && (
        <p className="row better">
          <Icon name="check" />
          <Trans>Every rule is kept or signed for.</Trans>
        </p>
      )}
      {groups.map(
        ([title, list]) =>
          list.length > 0 && (
            <Section key={title} title={title}>
              <ul>
                {list.map((f) => (
                  <FindingLine key={findingKey(f)} of={f} store={store} shown={shown} editable={editable} />
                ))}
              </ul>
            </Section>
          ),
      )}
    </SidePanel>
  )
}
