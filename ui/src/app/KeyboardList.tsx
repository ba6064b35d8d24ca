import { useLingui } from '@lingui/react/macro'
import { Modal, Switch } from '@mantine/core'
import { useAllCommands, useSingleKeys } from '../components/commands/Commands'
import { Kbd, withMod } from '../components/Kbd'
import css from './keys.module.css'

/** `?`: the keys that work on the present screen, and the switch for single keys. */
export function KeyboardList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const [on, setOn] = useSingleKeys()
  const commands = useAllCommands().filter((c) => c.key)
  const groups = [...new Set(commands.map((c) => c.group))].filter((group) => group !== t`Everywhere`)
  const keysOf = (group: string) =>
    commands.filter((c) => c.group === group).map((c): [string, string] => [c.key ?? '', c.label])
  return (
    <Modal opened={opened} onClose={onClose} title={t`Keys`} closeButtonProps={{ 'aria-label': t`Close` }}>
      <Group title={t`Everywhere`} keys={[[withMod('K'), t`Search or do`], ...keysOf(t`Everywhere`)]} />
      {groups.map((group) => (
        <Group key={group} title={group} keys={keysOf(group)} />
      ))}
      <Switch
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        label={t`Single keys are on`}
        description={t`Switch them off if you dictate or if your tools use the same keys.`}
      />
    </Modal>
  )
}

function Group({ title, keys }: { title: string; keys: readonly [key: string, label: string][] }) {
  return (
    <>
      <h3 className={css.group}>{title}</h3>
      <dl className={css.keys}>
        {keys.map(([key, label]) => (
          <div key={key} className={css.line}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
