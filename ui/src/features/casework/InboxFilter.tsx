import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, Popover, Select } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useMembers, useTouchPoints } from '../../core/organisation'
import css from './casework.module.css'
import { filtersOf, ownerFits } from './inbox'
import type { State } from './moves'
import type { Inbox } from './useInbox'
import { useStateWords } from './words'

/** What narrows the list further, all of it in the address. */
export function InboxFilter({ inbox }: { inbox: Inbox }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const states = useStateWords()
  const points = useTouchPoints().data ?? []
  const members = useMembers().data ?? []
  const { tab, get, set } = inbox
  const count = filtersOf(tab, get)
  const chosen = get('state').split(',').filter(Boolean)
  const toggle = (state: State) => {
    const next = chosen.includes(state) ? chosen.filter((one) => one !== state) : [...chosen, state]
    set({ state: next.join(',') || undefined })
  }
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={280}
      trapFocus
      returnFocus
      portalProps={{ target: '#main' }}
    >
      <Popover.Target>
        <Button icon="filter" square={count === 0} onClick={() => setOpen(!open)}>
          {count === 0 ? t`Filter` : String(count)}
          {count > 0 && <span className="vh">{t` filters`}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Filter`}>
        <div className={css.filter}>
          <div>
            <p className="small second">{t`Order`}</p>
            <SegmentedControl
              label={t`Order`}
              wide
              value={get('order') === 'newest' || (!get('order') && tab === 'all') ? 'newest' : 'due'}
              onChange={(order) => set({ order })}
              options={[
                { value: 'due', label: t`Due first` },
                { value: 'newest', label: t`Newest first` },
              ]}
            />
          </div>
          <Select
            label={t`Touch point`}
            placeholder={t`Any`}
            data={points.map((p) => ({ value: p.key, label: p.name }))}
            value={get('point') || null}
            onChange={(point) => set({ point: point ?? undefined })}
            searchable
            clearable
            comboboxProps={{ withinPortal: false }}
          />
          {ownerFits(tab) && (
            <Select
              label={t`Owner`}
              placeholder={t`Anybody`}
              data={members.map((m) => ({ value: m.id, label: m.name }))}
              value={get('owner') || null}
              onChange={(owner) => set({ owner: owner ?? undefined })}
              searchable
              clearable
              comboboxProps={{ withinPortal: false }}
            />
          )}
          {tab === 'all' && (
            <fieldset className={css.checks}>
              <legend className="small second">{t`State`}</legend>
              {(Object.keys(states) as State[]).map((state) => (
                <Checkbox
                  key={state}
                  label={states[state]}
                  checked={chosen.includes(state)}
                  onChange={() => toggle(state)}
                />
              ))}
            </fieldset>
          )}
          {count > 0 && (
            <Button onClick={() => set({ point: undefined, owner: undefined, state: undefined, order: undefined })}>
              <Trans>Take filters away</Trans>
            </Button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
