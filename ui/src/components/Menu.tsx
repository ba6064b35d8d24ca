import { Menu as MantineMenu } from '@mantine/core'
import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import { AppLink } from './AppLink'
import { Icon, type IconName } from './Icon'
import { Kbd } from './Kbd'

export type MenuEntry =
  | { kind: 'label'; label: string }
  | { kind: 'divider' }
  | {
      label: string
      icon?: IconName
      keyHint?: string
      checked?: boolean
      disabled?: boolean
      danger?: boolean
      onSelect?: () => void
      /** Instead of `onSelect`: a page, or a file with `download`. */
      href?: string
      download?: boolean
    }

type Trigger = ReactElement<{ onKeyDown?: (e: KeyboardEvent) => void }>

/**
 * A menu under its trigger. Mantine's focuses an inert element on Enter and ignores ArrowDown on the trigger;
 * here both open it with the first item in focus (ArrowUp: the last).
 */
export function Menu({
  trigger,
  entries,
  remark,
  align = 'end',
  width,
}: {
  trigger: Trigger
  entries: readonly MenuEntry[]
  remark?: ReactNode
  align?: 'start' | 'end'
  width?: number
}) {
  const [opened, setOpened] = useState(false)
  const from = useRef<'first' | 'last'>('first')
  const dropdown = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!opened) return
    // The dropdown is placed a frame after it opens; before that it can't take focus.
    let tries = 0
    let frame = requestAnimationFrame(function focus() {
      const items = dropdown.current?.querySelectorAll<HTMLElement>('[data-menu-item]:not(:disabled)') ?? []
      const item = from.current === 'first' ? items[0] : items[items.length - 1]
      item?.focus()
      if (document.activeElement !== item && tries++ < 10) frame = requestAnimationFrame(focus)
    })
    return () => cancelAnimationFrame(frame)
  }, [opened])

  const onKeyDown = (event: KeyboardEvent) => {
    trigger.props.onKeyDown?.(event)
    from.current = event.key === 'ArrowUp' ? 'last' : 'first'
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpened(true)
    }
  }
  return (
    <MantineMenu
      opened={opened}
      onChange={setOpened}
      position={align === 'end' ? 'bottom-end' : 'bottom-start'}
      width={width}
      withInitialFocusPlaceholder={false}
      trapFocus={false}
      returnFocus
      loop
      // Inside a landmark, so that screen readers say where the menu belongs.
      portalProps={{ target: '#main' }}
      transitionProps={{ duration: 120 }}
    >
      <MantineMenu.Target>{cloneElement(trigger, { onKeyDown })}</MantineMenu.Target>
      <MantineMenu.Dropdown ref={dropdown}>
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own and don't move
          <Entry key={at} entry={entry} />
        ))}
        {remark && (
          <>
            <MantineMenu.Divider />
            <div className="small muted" style={{ padding: '2px 8px 6px' }}>
              {remark}
            </div>
          </>
        )}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  if ('kind' in entry) {
    return entry.kind === 'divider' ? <MantineMenu.Divider /> : <MantineMenu.Label>{entry.label}</MantineMenu.Label>
  }
  const look = {
    disabled: entry.disabled,
    leftSection: entry.icon ? <Icon name={entry.icon} /> : undefined,
    rightSection: entry.keyHint ? <Kbd>{entry.keyHint}</Kbd> : entry.checked ? <Icon name="check" small /> : undefined,
    className: entry.danger ? 'worse' : undefined,
    'aria-current': entry.checked || undefined,
  }
  if (entry.href && entry.download) {
    return (
      <MantineMenu.Item component="a" href={entry.href} download {...look}>
        {entry.label}
      </MantineMenu.Item>
    )
  }
  if (entry.href) {
    return (
      <MantineMenu.Item component={AppLink} href={entry.href} {...look}>
        {entry.label}
      </MantineMenu.Item>
    )
  }
  return (
    <MantineMenu.Item onClick={entry.onSelect} {...look}>
      {entry.label}
    </MantineMenu.Item>
  )
}
