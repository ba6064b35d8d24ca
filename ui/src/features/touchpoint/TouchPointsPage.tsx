import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { writeWhere } from '../../components/filter/where'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { ListPage, useListSearch } from '../../components/list/ListPage'
import { useMay } from '../../core/session'
import { type TouchPoint, useAddTouchPoint, useRenameTouchPoint, useTouchPoints } from './queries'

/** Where customers meet the organisation. Signals make touch points by themselves; here they get their names. */
export function TouchPointsPage() {
  const { t } = useLingui()
  const { search, typed, setTyped } = useListSearch()
  const answer = useTouchPoints(search)
  const may = useMay('people.write')
  const [doing, setDoing] = useState<'add' | TouchPoint>()
  const of = (point: TouchPoint) =>
    address('/signals', {
      where: [writeWhere({ kind: 'any', dimension: 'touch_point', values: [point.key] })],
      from: 'all',
    })
  return (
    <>
      <ListPage
        title={t`Touch points`}
        remark={t`where customers meet you`}
        searchLabel={t`Search touch points`}
        typed={typed}
        onType={setTyped}
        answer={answer}
        rowKey={(p: TouchPoint) => p.id}
        nothing={t`No touch point is known yet. The first signal that names one makes it.`}
        add={may ? { label: t`Add a touch point`, onAdd: () => setDoing('add') } : undefined}
        columns={[
          { id: 'name', header: t`Name`, cell: (p) => p.name, sort: (p) => p.name },
          { id: 'key', header: t`Key`, cell: (p) => <code className="second">{p.key}</code>, sort: (p) => p.key },
          {
            id: 'do',
            header: <span className="vh">{t`Actions`}</span>,
            cell: (p) => (
              <span className="row" style={{ justifyContent: 'flex-end' }}>
                <AppLink className="link" href={of(p)}>
                  <Trans>Signals</Trans>
                </AppLink>
                {may && (
                  <Button kind="quiet" square icon="edit" onClick={() => setDoing(p)}>
                    {t`Rename ${p.name}`}
                  </Button>
                )}
              </span>
            ),
            align: 'right',
            phone: 'keep',
          },
        ]}
      />
      {doing === 'add' && <Add onClose={() => setDoing(undefined)} />}
      {doing && doing !== 'add' && <Rename point={doing} onClose={() => setDoing(undefined)} />}
    </>
  )
}

function Add({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const add = useAddTouchPoint()
  const form = useForm({
    id: 'touch-point',
    initial: { name: '', key: '' },
    labels: { name: t`Name`, key: t`Key` },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Give it a name`,
      key: v.key.trim() ? undefined : t`Give it the key that signals use`,
    }),
    send: async (v) => {
      const { name } = await add.mutateAsync({ name: v.name.trim(), key: v.key.trim() })
      toasts.show(t`${name} is added`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Add a touch point`} deed={t`Add`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
      <TextInput label={form.labels.key} description={t`Signals call it this`} {...form.field('key')} />
    </FormDialog>
  )
}

function Rename({ point, onClose }: { point: TouchPoint; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const rename = useRenameTouchPoint()
  const form = useForm({
    id: 'rename',
    initial: { name: point.name },
    labels: { name: t`Name` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      const { name } = await rename.mutateAsync({ id: point.id, name: v.name.trim() })
      toasts.show(t`It is called ${name} now`, {
        undo: () =>
          void rename
            .mutateAsync({ id: point.id, name: point.name })
            .catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
      })
      onClose()
    },
  })
  return (
    <FormDialog title={t`Rename ${point.name}`} deed={t`Rename`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
    </FormDialog>
  )
}
