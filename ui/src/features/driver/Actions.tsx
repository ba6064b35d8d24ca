import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { Menu } from '../../components/Menu'
import { download, slug, toCsv } from '../../components/table/csv'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Analysis, useDeeds, useHistory, useSaved } from './queries'
import { tableOf } from './table'
import type { Drivers } from './useDrivers'

/** Keeping an analysis, what was kept, its history, and its figures as a file. */
export function Actions({ drivers, analysis }: { drivers: Drivers; analysis: Analysis | undefined }) {
  const { t } = useLingui()
  const format = useFormat()
  const phone = usePhone()
  const may = useMay('driver.write')
  const navigate = useNavigate()
  const [saving, setSaving] = useState(false)
  const done = analysis?.state === 'done' ? analysis : undefined
  const saved = useSaved().data ?? []
  const history = useHistory(done?.id).data ?? []
  const { save } = useDeeds()
  const open = (id: string) => void navigate({ to: '/drivers', search: { ...drivers.search, analysis: id } as never })
  const name = done?.name ?? ''
  const entries = [
    ...(saved.length > 0 ? [{ kind: 'label' as const, label: t`Saved analyses` }] : []),
    ...saved.slice(0, 12).map((one) => ({
      label: `${one.name} · ${format.date(one.created_at)}${one.outdated ? ` · ${t`superseded`}` : ''}`,
      onSelect: () => open(one.id),
    })),
    ...(history.length > 1 ? [{ kind: 'label' as const, label: t`The same, earlier` }] : []),
    ...(history.length > 1
      ? history.slice(0, 8).map((one) => ({ label: format.dateTime(one.created_at), onSelect: () => open(one.id) }))
      : []),
    ...(saved.length === 0 && history.length < 2 ? [{ kind: 'label' as const, label: t`None saved yet` }] : []),
    ...(may && name && done
      ? [
          { kind: 'divider' as const },
          { label: t`Give up “${name}”`, onSelect: () => save.mutate({ id: done.id, name: '' }) },
        ]
      : []),
  ]
  return (
    <>
      {may && (
        <Button icon="star" square={phone} disabled={!done} onClick={() => setSaving(true)}>
          {t`Save`}
        </Button>
      )}
      <Menu
        trigger={
          <Button icon="clock" square={phone}>
            {t`Saved`}
          </Button>
        }
        entries={entries}
      />
      <Button
        icon="export"
        square={phone}
        disabled={!done?.result}
        onClick={() =>
          done && download(`${slug(t`drivers`, done.result?.outcome.name ?? '')}.csv`, toCsv(tableOf(done)))
        }
      >
        {t`CSV`}
      </Button>
      {saving && done && <SaveDialog analysis={done} onClose={() => setSaving(false)} />}
    </>
  )
}

function SaveDialog({ analysis, onClose }: { analysis: Analysis; onClose: () => void }) {
  const { t } = useLingui()
  const { save } = useDeeds()
  const toasts = useToasts()
  const outcome = analysis.result?.outcome.name ?? ''
  const form = useForm({
    id: 'analysis',
    initial: { name: analysis.name || t`Drivers of ${outcome}` },
    labels: { name: t`Name` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async ({ name }) => {
      await save.mutateAsync({ id: analysis.id, name: name.trim() })
      toasts.show(t`${name} is saved`, { undo: () => save.mutate({ id: analysis.id, name: analysis.name }) })
      onClose()
    },
  })
  return (
    <FormDialog title={t`Keep this analysis`} deed={t`Save`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} {...form.field('name')} maxLength={100} data-autofocus />
    </FormDialog>
  )
}
