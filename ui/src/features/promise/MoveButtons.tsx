import { useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Menu, type MenuEntry } from '../../components/Menu'

/** Up, down and "Move to…": what a drag does, by click and key. `id` begins the ids of the buttons, to put the focus back. */
export function MoveButtons({
  id,
  name,
  at,
  count,
  onMoveTo,
  more,
}: {
  id: string
  name: string
  at: number
  count: number
  onMoveTo: (to: number) => void
  more: readonly MenuEntry[]
}) {
  const { t } = useLingui()
  const places = Array.from({ length: count }, (_, n) => n)
  const label = (n: number) => {
    const number = n + 1
    return n === 0 ? t`1, the first` : n === count - 1 ? t`${number}, the last` : String(number)
  }
  return (
    <>
      <Button
        id={`${id}-up`}
        kind="quiet"
        square
        icon="up"
        disabled={at === 0}
        title={t`Alt ↑`}
        onClick={() => onMoveTo(at - 1)}
      >
        {t`Move ${name} up`}
      </Button>
      <Button
        id={`${id}-down`}
        kind="quiet"
        square
        icon="down"
        disabled={at === count - 1}
        title={t`Alt ↓`}
        onClick={() => onMoveTo(at + 1)}
      >
        {t`Move ${name} down`}
      </Button>
      <Menu
        trigger={
          <Button id={`${id}-more`} kind="quiet" square icon="more">
            {t`More for ${name}`}
          </Button>
        }
        entries={[
          ...(count > 1 ? [{ kind: 'label' as const, label: t`Move to…` }] : []),
          ...places.filter((n) => n !== at).map((n) => ({ label: label(n), onSelect: () => onMoveTo(n) })),
          ...(more.length > 0 && count > 1 ? [{ kind: 'divider' as const }] : []),
          ...more,
        ]}
      />
    </>
  )
}

/** After a move the same button keeps the focus; at the end of the list its neighbour takes it. */
export function focusAfterMove(id: string, by: number): void {
  setTimeout(() => {
    const order = by < 0 ? ['up', 'down'] : ['down', 'up']
    for (const side of [...order, 'more']) {
      const button = document.getElementById(`${id}-${side}`)
      if (button instanceof HTMLButtonElement && !button.disabled) return button.focus()
    }
  })
}
