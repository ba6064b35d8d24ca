import { Trans, useLingui } from '@lingui/react/macro'
import { Button, ButtonLink } from '../../components/Button'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows, Progress } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { Counts } from './Counts'
import { Lines } from './Lines'
import { useRun, useTakeBack } from './queries'
import { useListWords } from './words'

/** A list that is being taken in, and what came of it. */
export function RunCard({ id, onAnother }: { id: string; onAnother: () => void }) {
  const { t } = useLingui()
  const run = useRun(id)
  if (!run.data) {
    return (
      <Card>
        {run.isError ? (
          <ErrorState error={run.error} title={t`The list could not be loaded`} onRetry={() => run.refetch()} />
        ) : (
          <LoadingRows />
        )}
      </Card>
    )
  }
  return <Shown run={run.data} onAnother={onAnother} />
}

function Shown({ run, onAnother }: { run: NonNullable<ReturnType<typeof useRun>['data']>; onAnother: () => void }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const words = useListWords(run.list)
  const takeBack = useTakeBack()
  const toasts = useToasts()
  const over = run.state !== 'waiting' && run.state !== 'running' && run.state !== 'undoing'
  const undoable =
    (run.list === 'purchases' || run.list === 'subscriptions') && (run.state === 'done' || run.state === 'failed')
  const [done, rows] = [format.count(run.rows_done), format.count(run.rows)]
  const refused = run.refused ?? []
  const fields = [...new Set(refused.flatMap((line) => Object.keys(line.values ?? {})))]
  return (
    <>
      <Card
        title={run.name}
        remark={
          run.state === 'done'
            ? t`taken in`
            : run.state === 'failed'
              ? t`stopped`
              : run.state === 'undone'
                ? t`taken back`
                : run.state === 'undoing'
                  ? t`being taken back`
                  : t`${done} of ${rows} rows`
        }
        controls={
          over && (
            <span className="row">
              {undoable && (
                <Button
                  kind="quiet"
                  icon="undo"
                  busy={takeBack.isPending}
                  onClick={() =>
                    takeBack.mutate(run.id, {
                      onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
                    })
                  }
                >
                  <Trans>Take it back</Trans>
                </Button>
              )}
              <Button onClick={onAnother}>
                <Trans>Another file</Trans>
              </Button>
              <ButtonLink kind="primary" href={words.home}>
                {t`To ${words.homeName}`}
              </ButtonLink>
            </span>
          )
        }
      >
        {!over && (
          <CardBody>
            <Progress share={run.rows > 0 ? run.rows_done / run.rows : 0} label={t`Rows taken in`} />
          </CardBody>
        )}
        {run.error && (
          <CardBody>
            <Notice tone="worse" icon="warning">
              {run.error}
            </Notice>
          </CardBody>
        )}
        <div role="status">
          <Counts counts={run.counts} />
        </div>
      </Card>
      {refused.length > 0 && (
        <Card title={t`Refused rows`} remark={t`left out, with the reason`}>
          <Lines
            look={{
              fields: fields.map((key) => ({ key, doc: '' })),
              columns: Object.fromEntries(fields.map((f) => [f, f])),
            }}
            lines={refused}
          />
        </Card>
      )}
    </>
  )
}
