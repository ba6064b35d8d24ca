import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, Select, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { fromClock, toClock } from './clock'
import css from './notify.module.css'
import { type Kind, type Settings, useNoticeSettings, useSetWishes } from './queries'
import { useKindWords } from './useKindWords'

/** How this person is told of each kind of thing. */
export function SettingsPage() {
  const { t } = useLingui()
  const settings = useNoticeSettings()
  return (
    <>
      <PageHeader title={t`Notifications`} remark={t`how you are told, in this organisation`} />
      <PageBody narrow>
        <Card>
          {settings.isError ? (
            <ErrorState
              error={settings.error}
              title={t`Your settings could not be fetched.`}
              onRetry={() => settings.refetch()}
            />
          ) : settings.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <Wishes settings={settings.data} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Wishes({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const save = useSetWishes()
  const words = useKindWords()
  const zones = useMemo(
    () => [...new Set([settings.zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].filter(Boolean),
    [settings.zone],
  )
  const form = useForm({
    id: 'wishes',
    initial: {
      ways: settings.ways as Record<string, string>,
      digest: toClock(settings.hour * 60 + settings.minute),
      zone: settings.zone,
      quiet: Boolean(settings.quiet),
      from: toClock(settings.quiet?.from ?? 22 * 60),
      to: toClock(settings.quiet?.to ?? 7 * 60),
    },
    labels: {
      ways: t`Kinds`,
      digest: t`The daily summary comes at`,
      zone: t`Your time zone`,
      quiet: t`Quiet hours`,
      from: t`From`,
      to: t`To`,
    },
    check: (v) => ({
      digest: fromClock(v.digest) === null ? t`Enter a time such as 08:00` : undefined,
      from: v.quiet && fromClock(v.from) === null ? t`Enter a time such as 22:00` : undefined,
      to:
        v.quiet && fromClock(v.to) === null
          ? t`Enter a time such as 07:00`
          : v.quiet && v.from === v.to
            ? t`Quiet hours need a beginning and an end`
            : undefined,
    }),
    send: async (v) => {
      const digest = fromClock(v.digest) ?? 480
      await save.mutateAsync({
        version: settings.version,
        body: {
          ways: v.ways as Settings['ways'],
          hour: Math.floor(digest / 60),
          minute: digest % 60,
          zone: v.zone,
          quiet: v.quiet ? { from: fromClock(v.from) ?? 0, to: fromClock(v.to) ?? 0 } : undefined,
        },
      })
      toasts.show(t`Saved`)
    },
  })
  const ways = [
    { value: 'product', label: t`In Touchstone` },
    { value: 'mail', label: t`And by e-mail at once` },
    { value: 'digest', label: t`And in the daily summary` },
    { value: 'off', label: t`Not at all` },
  ]
  return (
    <CardBody>
      <FormFrame
        form={form}
        name={t`Notifications`}
        actions={
          <Button kind="primary" type="submit" busy={form.busy} disabled={!form.changed}>
            <Trans>Save</Trans>
          </Button>
        }
      >
        <table className={css.ways} id={form.id('ways')}>
          <caption className="vh">{t`How you are told of each kind`}</caption>
          <tbody>
            {(settings.kinds ?? []).map((kind) => (
              <tr key={kind}>
                <th scope="row">{words[kind as Kind]}</th>
                <td>
                  <NativeSelect
                    aria-label={words[kind as Kind]}
                    data={ways}
                    value={form.values.ways[kind] ?? 'product'}
                    onChange={(event) => form.set({ ways: { ...form.values.ways, [kind]: event.currentTarget.value } })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <FieldRow>
          <TextInput type="time" label={form.labels.digest} {...form.field('digest')} />
          <Select label={form.labels.zone} data={zones} searchable allowDeselect={false} {...form.control('zone')} />
        </FieldRow>
        <Checkbox
          id={form.id('quiet')}
          label={t`Quiet hours: e-mails wait until they end`}
          checked={form.values.quiet}
          onChange={(event) => form.set({ quiet: event.currentTarget.checked })}
        />
        {form.values.quiet && (
          <FieldRow>
            <TextInput type="time" label={form.labels.from} {...form.field('from')} />
            <TextInput type="time" label={form.labels.to} {...form.field('to')} />
          </FieldRow>
        )}
      </FormFrame>
    </CardBody>
  )
}
