import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, Switch } from '@mantine/core'
import { useAllCommands, useSingleKeys } from '../components/commands/Commands'
import { Kbd, withMod } from '../components/Kbd'
import css from './keys.module.css'

/** `?`: the keys that work on the present screen, and the switch for single keys. */
export function KeyboardList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const [on, setOn] = useSingleKeys()
  const commands = useAllCommands().filter((c) => c.key)
  const groups = [...new Set(commands.map((c) => c.group))]
  return (
    <Modal opened={opened} onClose={onClose} title={t`Keys`} closeButtonProps={{ 'aria-label': t`Close` }}>
      <dl className={css.keys}>
        <dt>
          <Kbd>{withMod('K')}</Kbd>
        </dt>
        <dd>
          <Trans>Search or do</Trans>
        </dd>
        {groups.map((group) => (
          <div key={group} style={{ display: 'contents' }}>
            <dt className={css.group}>{group}</dt>
            <dd />
            {commands
              .filter((c) => c.group === group)
              .map((command) => (
                <div key={command.id} style={{ display: 'contents' }}>
                  <dt>
                    <Kbd>{command.key}</Kbd>
                  </dt>
                  <dd>{command.label}</dd>
                </div>
              ))}
          </div>
        ))}
      </dl>
      <Switch
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        label={t`Single keys are on`}
        description={t`Switch them off if you dictate or if your tools use the same keys.`}
      />
    </Modal>
  )
}
