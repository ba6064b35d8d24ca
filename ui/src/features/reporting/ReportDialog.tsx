import { useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { type Report, useSaveReport, useSendable } from './queries'
import { timeOf, useWeekdays } from './words'

type Values = {
  name: string
  item: string
  'schedule.every': string
  'schedule.day': string
  'schedule.hour': string
  recipients: string
  on: boolean
}

/** What is sent, when, and to whom. */
export function ReportDialog({ report, first, onClose }: { report?: Report; first?: string; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const save = useSaveReport()
  const sendable = useSendable().data
  const weekdays = useWeekdays()
  const form = useForm<Values>({
    id: 'report',
    initial: {
      name: report?.name ?? '',
      item: report ? `${report.what}:${report.item}` : '',
      'schedule.every': report?.schedule.every ?? 'week',
      'schedule.day': String(report?.schedule.day || 1),
      'schedule.hour': report ? timeOf(report.schedule) : '07:00',
      recipients: (report?.recipients ?? (first ? [first] : [])).join('\n'),
      on: report?.on ?? true,
    },
    labels: {
      name: t`Name`,
      item: t`What is sent`,
      'schedule.every': t`How often`,
      'schedule.day': t`On`,
      'schedule.hour': t`At, in the organisation’s time`,
      recipients: t`Recipients`,
      on: t`Send it at these times`,
    },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Give it a name`,
      item: v.item ? undefined : t`Choose a dashboard or a saved view`,
      'schedule.hour': /^([01]?\d|2[0-3]):[0-5]\d$/.test(v['schedule.hour'].trim())
        ? undefined
        : t`Write a time such as 07:30`,
      recipients: v.recipients.trim() ? undefined : t`Name at least one address`,
    }),
    send: async (v) => {
      const [what = '', item = ''] = v.item.split(':')
      const [hour = 0, minute = 0] = v['schedule.hour'].split(':').map(Number)
      const every = v['schedule.every'] as 'day' | 'week' | 'month'
      await save.mutateAsync({
        report,
        body: {
          name: v.name.trim(),
          what: what as 'dashboard' | 'view',
          item,
          on: v.on,
          schedule: { every, day: every === 'day' ? 0 : Number(v['schedule.day']), hour, minute },
          recipients: v.recipients.split(/[\s,;]+/).filter(Boolean),
        },
      })
      toasts.show(report ? t`The report is changed` : t`The report is set up`)
      onClose()
    },
  })
  const every = form.values['schedule.every']
  const day = form.control('schedule.day')
  return (
    <FormDialog
      title={report ? t`Change the report` : t`Send a report`}
      deed={report ? t`Save` : t`Set it up`}
      form={form}
      onClose={onClose}
      size={560}
    >
      <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
      <NativeSelect
        label={form.labels.item}
        {...form.field('item')}
        data={[
          { value: '', label: t`Choose …` },
          { group: t`Dashboards`, items: sendable?.boards ?? [] },
          { group: t`Saved views`, items: sendable?.views ?? [] },
        ]}
      />
      <FieldRow>
        <NativeSelect
          label={form.labels['schedule.every']}
          {...form.field('schedule.every')}
          data={[
            { value: 'day', label: t`Every day` },
            { value: 'week', label: t`Every week` },
            { value: 'month', label: t`Every month` },
          ]}
        />
        {every === 'week' && (
          <NativeSelect label={form.labels['schedule.day']} {...form.field('schedule.day')} data={weekdays} />
        )}
        {every === 'month' && (
          <NumberInput
            {...day}
            label={t`Day of the month`}
            min={1}
            max={31}
            value={Number(day.value)}
            onChange={(next) => day.onChange(String(next || 1))}
          />
        )}
        <TextInput label={form.labels['schedule.hour']} {...form.field('schedule.hour')} inputMode="numeric" />
      </FieldRow>
      <Textarea
        label={form.labels.recipients}
        description={t`E-mail addresses, one a line. People who can’t sign in here need an administrator. Everybody gets the figures that you may see.`}
        autosize
        minRows={2}
        maxRows={8}
        {...form.field('recipients')}
      />
      <Checkbox
        label={form.labels.on}
        checked={form.values.on}
        onChange={(event) => form.set({ on: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}
