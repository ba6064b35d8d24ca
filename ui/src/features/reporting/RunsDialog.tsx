import { Trans, useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Tag } from '../../components/Tag'
import { DataTable } from '../../components/table/DataTable'
import { useReturnFocus } from '../../components/useReturnFocus'
import { useFormat } from '../../words/i18n'
import { type Report, type Run, useRuns } from './queries'

/** When a report was made, and what became of each of its mails. */
export function RunsDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  useReturnFocus()
  const runs = useRuns(report.id)
  const name = report.name
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`History of ${name}`}
      size={720}
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      {runs.isError ? (
        <ErrorState error={runs.error} title={t`The history could not be fetched.`} onRetry={() => runs.refetch()} />
      ) : runs.isPending ? (
        <LoadingRows rows={4} />
      ) : (
        <DataTable
          label={t`History`}
          rows={runs.data}
          rowKey={(run) => run.id}
          columns={[
            {
              id: 'at',
              header: t`When`,
              cell: (run) => (
                <>
                  <span className="nowrap">{format.dateTime(run.at)}</span>
                  {run.asked && <span className="muted small"> {t`asked for by ${run.asked}`}</span>}
                </>
              ),
            },
            { id: 'mails', header: t`Mails`, cell: (run) => <Mails run={run} />, phone: 'keep' },
          ]}
          empty={<p className="second" style={{ padding: 16 }}>{t`It hasn’t been sent yet.`}</p>}
        />
      )}
      <p style={{ marginTop: 16 }}>
        <Button onClick={onClose} data-autofocus>
          <Trans>Close</Trans>
        </Button>
      </p>
    </Modal>
  )
}

function Mails({ run }: { run: Run }) {
  if (run.error) return <span className="worse">{run.error}</span>
  return (
    <ul>
      {run.mails.map((mail) => (
        <li key={mail.email}>
          {mail.email} <MailState state={mail.state} />
          {mail.error && <span className="muted small"> {mail.error}</span>}
        </li>
      ))}
    </ul>
  )
}

export function MailState({ state }: { state: string }) {
  const { t } = useLingui()
  switch (state) {
    case 'sent':
      return <Tag tone="better">{t`Sent`}</Tag>
    case 'failed':
      return <Tag tone="worse">{t`Failed`}</Tag>
    case 'held':
      return <Tag tone="soon">{t`Held: no mail server`}</Tag>
    default:
      return <Tag>{t`On its way`}</Tag>
  }
}
