import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { useSearchState } from '../../components/filter/useSearchState'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { DataTable } from '../../components/table/DataTable'
import { useMetrics } from '../../core/metrics'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import {
  type FollowUp,
  type Part,
  type Recovered,
  useFollowUp,
  useOpenSurveys,
  useRecovered,
  useSetFollowUp,
} from './follow-queries'

/** Customers are asked again after their case is closed: how, and what came of it. */
export function FollowUpPage() {
  const { t } = useLingui()
  const setting = useFollowUp()
  const may = useMay('rule.write')
  return (
    <>
      <PageHeader title={t`Follow-up`} remark={t`did it hold? Customers are asked again`} />
      <PageBody>
        <Results />
        <Card title={t`How customers are asked again`}>
          {setting.isError ? (
            <ErrorState
              error={setting.error}
              title={t`The setting could not be fetched.`}
              onRetry={() => setting.refetch()}
            />
          ) : setting.isPending ? (
            <LoadingRows rows={4} />
          ) : (
            <Setting setting={setting.data} may={may} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Results() {
  const { t } = useLingui()
  const format = useFormat()
  const [get, set] = useSearchState()
  const metrics = useMetrics().data ?? []
  const metric = get('metric') || metrics.find((m) => m.key === 'nps')?.key || metrics[0]?.key || ''
  const by = (['rule', 'unit', 'cause'] as const).find((one) => one === get('by')) ?? 'rule'
  const found = useRecovered(metric, by)
  const one = (value: number | undefined) => (value === undefined ? '—' : format.number(value, 1))
  const range = (r: Recovered['total']['change'], unit = '') => {
    if (!r) return '—'
    const sign = unit === '' && r.value > 0 ? '+' : ''
    const between = r.low === undefined || r.high === undefined ? '' : ` (${one(r.low)} … ${one(r.high)})`
    return `${sign}${one(r.value)}${unit}${between}`
  }
  const parts: Record<Part, string> = { rule: t`Rule`, unit: t`Unit`, cause: t`Cause` }
  const total = found.data?.total
  const rows = total && total.asked > 0 ? [total, ...(found.data?.rows ?? [])] : []
  return (
    <Card
      title={t`Before and after`}
      remark={t`first score and the one when asked again, with 95 % intervals`}
      controls={
        <>
          <NativeSelect
            size="xs"
            aria-label={t`Metric`}
            data={metrics.map((m) => ({ value: m.key, label: m.name }))}
            value={metric}
            onChange={(event) => set({ metric: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            aria-label={t`Tell apart by`}
            data={(Object.keys(parts) as Part[]).map((value) => ({ value, label: parts[value] }))}
            value={by}
            onChange={(event) => set({ by: event.currentTarget.value })}
          />
        </>
      }
    >
      {found.isError ? (
        <ErrorState error={found.error} title={t`The results could not be fetched.`} onRetry={() => found.refetch()} />
      ) : found.isPending ? (
        <LoadingRows rows={3} />
      ) : (
        <DataTable
          label={t`Before and after`}
          rows={rows}
          rowKey={(row) => row.key ?? 'all'}
          columns={[
            {
              id: 'name',
              header: parts[by],
              cell: (row) => (row.key === undefined ? <b>{t`All`}</b> : row.name || '—'),
            },
            { id: 'asked', header: t`Asked`, align: 'right', cell: (row) => format.count(row.asked) },
            { id: 'answered', header: t`Answered`, align: 'right', cell: (row) => format.count(row.answered) },
            { id: 'n', header: 'n', align: 'right', cell: (row) => format.count(row.n), phone: 'under' },
            { id: 'before', header: t`Before`, align: 'right', cell: (row) => one(row.before), phone: 'keep' },
            { id: 'after', header: t`After`, align: 'right', cell: (row) => <b>{one(row.after)}</b>, phone: 'keep' },
            { id: 'change', header: t`Mean change`, align: 'right', cell: (row) => range(row.change), phone: 'under' },
            {
              id: 'better',
              header: t`Scored better`,
              align: 'right',
              cell: (row) => range(row.better, ' %'),
              phone: 'under',
            },
          ]}
          empty={<EmptyState sentence={<Trans>Nobody was asked again yet.</Trans>} />}
        />
      )}
    </Card>
  )
}

function Setting({ setting, may }: { setting: FollowUp; may: boolean }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const save = useSetFollowUp()
  const surveys = useOpenSurveys().data ?? []
  const form = useForm({
    id: 'follow-up',
    initial: {
      on: setting.on,
      days: String(setting.days),
      survey: setting.survey || null,
      subject: setting.subject,
      text: setting.text,
    },
    labels: { on: t`Ask again`, days: t`Days after closing`, survey: t`Survey`, subject: t`Subject`, text: t`Letter` },
    check: (v) => ({
      days: /^\d+$/.test(v.days) && Number(v.days) <= 90 ? undefined : t`Enter 0 to 90`,
      survey: v.on && !v.survey ? t`Choose the survey` : undefined,
      subject: v.subject.trim() ? undefined : t`A letter needs a subject.`,
      text: v.text.trim() ? undefined : t`A letter needs words.`,
    }),
    send: async (v) => {
      await save.mutateAsync({
        version: setting.version,
        body: { on: v.on, days: Number(v.days), survey: v.survey ?? '', subject: v.subject, text: v.text },
      })
      toasts.show(t`Saved`)
    },
  })
  return (
    <CardBody>
      <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0 }}>
        <FormFrame
          form={form}
          name={t`Follow-up`}
          actions={
            may && (
              <Button kind="primary" type="submit" busy={form.busy} disabled={!form.changed}>
                <Trans>Save</Trans>
              </Button>
            )
          }
        >
          <Switch
            id={form.id('on')}
            label={t`Ask customers again after their case is closed, once`}
            checked={form.values.on}
            onChange={(event) => form.set({ on: event.currentTarget.checked })}
          />
          <FieldRow>
            <NumberInput
              id={form.id('days')}
              label={form.labels.days}
              min={0}
              max={90}
              allowDecimal={false}
              value={form.values.days}
              error={form.errors.days}
              onChange={(value) => form.set({ days: String(value) })}
            />
            <Select
              label={form.labels.survey}
              placeholder={t`A published survey`}
              data={surveys.map((one) => ({ value: one.id, label: one.name }))}
              nothingFoundMessage={t`No survey is published yet`}
              searchable
              {...form.control('survey')}
            />
          </FieldRow>
          <TextInput label={form.labels.subject} maxLength={200} {...form.field('subject')} />
          <Textarea
            label={form.labels.text}
            description={t`The link to the survey is added below it.`}
            autosize
            minRows={5}
            maxLength={20_000}
            {...form.field('text')}
          />
        </FormFrame>
      </fieldset>
    </CardBody>
  )
}
