import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { Menu } from '../../components/Menu'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import { type MomentFile, useMomentCalls } from './queries'

type State = MomentFile['state']

/** What can be done with a moment as it stands, the next step filled. Each can be taken back. */
export function Deeds({ of, onEdit }: { of: MomentFile; onEdit: () => void }) {
  const { t, i18n } = useLingui()
  const may = useMay('moment.confirm')
  const toasts = useToasts()
  const calls = useMomentCalls()
  if (!may) return null
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  const move = (state: State, said: string) =>
    calls.move.mutate(
      { id: of.id, version: of.version, body: { state } },
      {
        onSuccess: (now) =>
          void toasts.show(said, {
            undo: () =>
              calls.move.mutate({ id: of.id, version: now.version, body: { state: of.state } }, { onError: failed }),
          }),
        onError: failed,
      },
    )
  const retire = { label: t`Retire`, icon: 'stop' as const, onSelect: () => move('retired', t`It is retired`) }
  const edit = { label: t`Edit`, icon: 'edit' as const, onSelect: onEdit }
  const more = (
    <Button kind="quiet" square icon="more">
      {t`More`}
    </Button>
  )
  if (of.state === 'retired') {
    return (
      <Button busy={calls.move.isPending} onClick={() => move('nominated', t`It is nominated again`)}>
        <Trans>Nominate again</Trans>
      </Button>
    )
  }
  if (of.state === 'confirmed') {
    return (
      <Menu
        trigger={more}
        entries={[
          edit,
          {
            label: t`Take the confirmation back`,
            icon: 'undo',
            onSelect: () => move('nominated', t`It is only nominated now`),
          },
          retire,
        ]}
      />
    )
  }
  return (
    <>
      <Button
        kind="primary"
        icon="check"
        busy={calls.move.isPending}
        onClick={() => move('confirmed', t`It is a moment of truth`)}
      >
        <Trans>Confirm</Trans>
      </Button>
      <Menu trigger={more} entries={[edit, retire]} />
    </>
  )
}
