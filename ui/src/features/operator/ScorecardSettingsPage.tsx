import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { NamedFields } from './NamedFields'
import { useDefineScorecard, useScorecard, useScorecardDefinition } from './queries'
import { SummaryTable } from './SummaryTable'
import { useSpans } from './span'

/** What members with the role client see: a closed list, and how it looks. */
export function ScorecardSettingsPage() {
  const { t } = useLingui()
  const definition = useScorecardDefinition()
  const scorecard = useScorecard()
  return (
    <>
      <PageHeader title={t`Client scorecard`} remark={t`the one page that people with the role Client see`} />
      <PageBody>
        <Card>
          {definition.isError ? (
            <ErrorState error={definition.error} onRetry={() => definition.refetch()} />
          ) : definition.isPending ? (
            <LoadingRows rows={4} />
          ) : (
            <CardBody>
              <Define key={definition.data.tag} tag={definition.data.tag} now={definition.data.data} />
            </CardBody>
          )}
        </Card>
        {scorecard.isError ? (
          <ErrorState error={scorecard.error} onRetry={() => scorecard.refetch()} />
        ) : (
          scorecard.data && (
            <section aria-label={t`How it looks`} className="stack">
              <h2 className="strong" style={{ fontSize: 'var(--t-l)' }}>
                <Trans>How it looks</Trans>
              </h2>
              <SummaryTable
                label={t`Scorecard`}
                summary={scorecard.data}
                named="unit"
                empty={<EmptyState sentence={t`Nothing stands on it yet. Choose metrics above.`} />}
              />
            </section>
          )
        )}
      </PageBody>
    </>
  )
}

function Define({
  tag,
  now,
}: {
  tag: string
  now: { metrics: string[] | null; units: string[] | null; days: number }
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const define = useDefineScorecard()
  const spans = useSpans()
  const form = useForm({
    id: 'scorecard',
    initial: { metrics: now.metrics ?? [], units: now.units ?? [], days: String(now.days) },
    labels: { metrics: t`Metrics`, units: t`Units`, days: t`Period` },
    check: (v) => ({ metrics: v.metrics.length > 0 ? undefined : t`Choose at least one metric` }),
    send: async (v) => {
      await define.mutateAsync({ tag, metrics: v.metrics, units: v.units, days: Number(v.days) })
      toasts.show(t`Saved`)
    },
  })
  return (
    <FormFrame
      form={form}
      name={t`Client scorecard`}
      actions={
        <Button kind="primary" type="submit" busy={form.busy} disabled={!form.changed}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <p className="second">
        <Trans>
          Invite people with the role Client under People: they see this page and their own account, and nothing else.
        </Trans>
      </p>
      <NamedFields form={form} />
      <NativeSelect label={form.labels.days} data={[...spans]} {...form.field('days')} />
    </FormFrame>
  )
}
