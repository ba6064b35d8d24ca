import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card } from '../../components/layout/Page'
import { DataTable } from '../../components/table/DataTable'
import type { Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { useDefinition } from './MetricDefinition'
import { useVersions } from './queries'
import { RescoreForm } from './RescoreForm'

/** How a metric is scored and was: each version with who brought it in, when and why. */
export function ScoringCard({ metric, may }: { metric: Metric; may: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const define = useDefinition()
  const versions = useVersions(metric.id)
  const [changing, setChanging] = useState(false)
  return (
    <Card
      title={t`How it is scored`}
      remark={t`figures apply one version to all scores, past ones too`}
      controls={
        may &&
        !changing && (
          <Button onClick={() => setChanging(true)}>
            <Trans>Change the scoring</Trans>
          </Button>
        )
      }
    >
      {changing && <RescoreForm metric={metric} onClose={() => setChanging(false)} />}
      {versions.isError ? (
        <ErrorState
          error={versions.error}
          title={t`The versions could not be fetched.`}
          onRetry={() => versions.refetch()}
        />
      ) : versions.isPending ? (
        <LoadingRows rows={2} />
      ) : (
        <DataTable
          label={t`Versions of the scoring`}
          rows={versions.data}
          rowKey={(v) => String(v.scoring.version)}
          columns={[
            {
              id: 'version',
              header: t`Version`,
              cell: (v) =>
                v.scoring.version === metric.scoring.version ? (
                  <b>{t`${v.scoring.version}, in force`}</b>
                ) : (
                  v.scoring.version
                ),
            },
            { id: 'what', header: t`Definition`, cell: (v) => define({ ...metric, scoring: v.scoring }).what },
            { id: 'why', header: t`Why`, cell: (v) => v.why || <span className="muted">{t`as it was defined`}</span> },
            { id: 'by', header: t`By`, cell: (v) => v.by },
            { id: 'at', header: t`Since`, cell: (v) => <span className="nowrap">{format.dateTime(v.at)}</span> },
          ]}
        />
      )}
    </Card>
  )
}
