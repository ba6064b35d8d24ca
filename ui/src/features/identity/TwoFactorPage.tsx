import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Button } from '../../components/Button'
import { sessionQuery, useSession, useSignOut } from '../../core/session'
import { DoorFrame } from './DoorFrame'
import { TwoFactorSetup } from './TwoFactorSetup'

/** Where an organisation that asks for two-factor sign-in leads whoever has none: nothing else opens until then. */
export function TwoFactorPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const router = useRouter()
  const signOut = useSignOut()
  const name = useSession().data?.organisation?.name ?? ''
  useEffect(() => {
    document.title = `${t`Set up two-factor sign-in`} · Touchstone`
  }, [t])
  const done = async () => {
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    await client.invalidateQueries()
    await router.navigate({ href: '/' })
  }
  const leave = () => signOut.mutate(undefined, { onSettled: () => void router.navigate({ href: '/sign-in' }) })
  return (
    <DoorFrame
      title={t`Set up two-factor sign-in`}
      lead={<Trans>{name} asks everybody for it. This takes a minute.</Trans>}
    >
      <TwoFactorSetup onDone={() => void done()} />
      <Button kind="quiet" icon="out" onClick={leave}>
        <Trans>Sign out</Trans>
      </Button>
    </DoorFrame>
  )
}
