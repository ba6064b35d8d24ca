import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../../components/Button'
import { EmptyState } from '../../../components/feedback/EmptyState'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { LoadingRows } from '../../../components/feedback/Loading'
import { FormDialog } from '../../../components/form/FormDialog'
import { useForm } from '../../../components/form/useForm'
import { Card, PageBody } from '../../../components/layout/Page'
import { PageHeader } from '../../../components/layout/PageHeader'
import { Tag } from '../../../components/Tag'
import { type Column, DataTable } from '../../../components/table/DataTable'
import { useMay } from '../../../core/session'
import { useFormat } from '../../../words/i18n'
import { useJourney } from '../queries'
import { useWorkshopCalls, useWorkshops, type WorkshopItem } from './queries'
import { useWorkshopStates } from './words'

/** The workshops of a journey: what is planned, and what was said and decided in past ones. */
export function WorkshopsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const journey = useJourney(id).data
  const all = useWorkshops(id)
  const may = useMay('journey.write')
  const states = useWorkshopStates()
  const [planning, setPlanning] = useState(false)
  const columns: Column<WorkshopItem>[] = [
    { id: 'title', header: t`Workshop`, cell: (w) => <span dir="auto">{w.title}</span>, sort: (w) => w.title },
    { id: 'day', header: t`Day`, cell: (w) => (w.held_on ? format.day(w.held_on) : '–'), sort: (w) => w.held_on ?? '' },
    {
      id: 'state',
      header: t`State`,
      cell: (w) => <Tag tone={states[w.state].tone}>{states[w.state].word}</Tag>,
      sort: (w) => w.state,
    },
    {
      id: 'people',
      header: t`In the room`,
      align: 'right',
      cell: (w) => format.count((w.people ?? []).filter((p) => p.present).length),
      sort: (w) => (w.people ?? []).filter((p) => p.present).length,
      phone: 'hide',
    },
    {
      id: 'decisions',
      header: t`Decisions`,
      align: 'right',
      cell: (w) => format.count((w.decisions ?? []).length),
      sort: (w) => (w.decisions ?? []).length,
      phone: 'hide',
    },
    { id: 'by', header: t`Planned by`, cell: (w) => w.created_by, sort: (w) => w.created_by, phone: 'hide' },
  ]
  const plan = (kind?: 'primary') => (
    <Button kind={kind} icon="plus" onClick={() => setPlanning(true)}>
      <Trans>Plan a workshop</Trans>
    </Button>
  )
  const rows = all.data ?? []
  return (
    <>
      <PageHeader
        title={t`Workshops`}
        remark={journey?.name}
        crumb={{ label: journey?.name ?? t`Journey`, href: `/journeys/${id}` }}
        actions={may && rows.length > 0 ? plan('primary') : undefined}
      />
      <PageBody>
        <Card>
          {all.isError ? (
            <ErrorState
              error={all.error}
              title={t`The workshops could not be fetched.`}
              onRetry={() => all.refetch()}
            />
          ) : all.isPending ? (
            <LoadingRows rows={5} />
          ) : (
            <DataTable
              label={t`Workshops`}
              columns={columns}
              rows={rows}
              rowKey={(w) => w.id}
              href={(w) => `/journeys/${id}/workshops/${w.id}`}
              empty={
                <EmptyState
                  sentence={
                    <Trans>No workshop yet: plan one with the functions that customers meet on this way.</Trans>
                  }
                >
                  {may && plan()}
                </EmptyState>
              }
            />
          )}
        </Card>
      </PageBody>
      {planning && <PlanDialog journey={id} onClose={() => setPlanning(false)} />}
    </>
  )
}

function PlanDialog({ journey, onClose }: { journey: string; onClose: () => void }) {
  const { t } = useLingui()
  const router = useRouter()
  const calls = useWorkshopCalls(journey)
  const form = useForm({
    id: 'plan-workshop',
    initial: { title: '', held_on: '' },
    labels: { title: t`Title`, held_on: t`Day` },
    check: (v) => ({ title: v.title.trim() ? undefined : t`Name it` }),
    send: async (v) => {
      const made = await calls.plan.mutateAsync({ title: v.title.trim(), held_on: v.held_on || undefined })
      await router.navigate({ href: `/journeys/${journey}/workshops/${made.id}` })
    },
  })
  return (
    <FormDialog title={t`Plan a workshop`} deed={t`Plan it`} form={form} onClose={onClose}>
      <TextInput
        label={form.labels.title}
        placeholder={t`Half a day in Porto`}
        maxLength={120}
        data-autofocus
        {...form.field('title')}
      />
      <TextInput type="date" label={form.labels.held_on} {...form.field('held_on')} />
    </FormDialog>
  )
}
