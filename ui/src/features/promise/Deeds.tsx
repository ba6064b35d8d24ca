import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { ConfirmDialog } from '../../components/feedback/ConfirmDialog'
import { Menu } from '../../components/Menu'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import type { BrandPromise } from './queries'
import type { PromiseDeeds } from './useDeeds'

/** The deeds that the state of a promise allows, the next one filled. */
export function Deeds({ of, deeds }: { of: BrandPromise; deeds: PromiseDeeds }) {
  const { t } = useLingui()
  const may = useMay('promise.write')
  const phone = usePhone()
  const [retiring, setRetiring] = useState(false)
  if (!may) return null
  if (of.state === 'draft') {
    return (
      <>
        {!phone && (
          <ButtonLink icon="edit" href={`/promise/${of.id}/edit`}>
            <Trans>Edit</Trans>
          </ButtonLink>
        )}
        <Button kind="primary" busy={deeds.busy} onClick={deeds.putInForce}>
          <Trans>Put in force</Trans>
        </Button>
        <Menu
          trigger={
            <Button kind="quiet" square icon="more">
              {t`More`}
            </Button>
          }
          entries={[
            ...(phone ? [{ label: t`Edit`, icon: 'edit' as const, href: `/promise/${of.id}/edit` }] : []),
            { label: t`Delete the draft`, icon: 'trash', onSelect: deeds.remove },
          ]}
        />
      </>
    )
  }
  if (of.state === 'retired') {
    return (
      <Button busy={deeds.busy} icon="copy" square={phone} onClick={deeds.makeAgain}>
        <Trans>Draft it again</Trans>
      </Button>
    )
  }
  return (
    <>
      <Button kind="primary" icon="edit" busy={deeds.busy} onClick={deeds.revise}>
        <Trans>Revise</Trans>
      </Button>
      <Menu
        trigger={
          <Button kind="quiet" square icon="more">
            {t`More`}
          </Button>
        }
        entries={[{ label: t`Stop promising it`, icon: 'stop', onSelect: () => setRetiring(true) }]}
      />
      <ConfirmDialog
        opened={retiring}
        title={t`Stop promising it?`}
        deed={t`Stop promising it`}
        danger
        onConfirm={deeds.retire}
        onClose={() => setRetiring(false)}
      >
        <Trans>Nothing takes its place. It stays here as what was promised; revise it to promise something else.</Trans>
      </ConfirmDialog>
    </>
  )
}
