import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { Counts } from './Counts'
import { Lines } from './Lines'
import { type ListName, type Look, useLook, useTake } from './queries'
import css from './roster.module.css'
import { useFieldWords } from './words'

/** What taking a file in would do: which column is what, how many rows are new, changed, known or refused. */
export function Found({
  list,
  upload,
  onTaken,
  onAnother,
}: {
  list: ListName
  upload: string
  onTaken: (run: string) => void
  onAnother: () => void
}) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const format = useFormat()
  const [columns, setColumns] = useState<Record<string, string>>()
  const look = useLook(list, { upload, columns })
  const take = useTake(list)
  if (!look.data) {
    return (
      <Card title={t`The file`}>
        {look.isError ? (
          <ErrorState error={look.error} title={t`The file can’t be read as this list`} onRetry={() => look.refetch()}>
            <Button onClick={onAnother}>
              <Trans>Choose another file</Trans>
            </Button>
          </ErrorState>
        ) : (
          <LoadingRows />
        )}
      </Card>
    )
  }
  const { data } = look
  const good = data.counts.new + data.counts.changed
  const nothing = data.looked > 0 && good === 0
  const go = async () => {
    try {
      onTaken((await take.mutateAsync({ upload, columns })).id)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const rows = data.looked < data.rows ? data.rows : good
  const shown = format.count(rows)
  return (
    <>
      <Columns look={data} onChange={setColumns} />
      {look.isError && (
        <Notice tone="worse" icon="warning">
          {explain(i18n, look.error)}
        </Notice>
      )}
      {data.looked === 0 ? (
        <Card>
          <EmptyState sentence={t`Say which columns hold what is needed, and the rows appear here.`} />
        </Card>
      ) : (
        <>
          <Card
            title={t`What would come of it`}
            remark={
              data.looked < data.rows
                ? t`of the first ${format.count(data.looked)} of ${format.count(data.rows)} rows`
                : undefined
            }
            controls={
              <span className="row">
                <Button onClick={onAnother}>
                  <Trans>Another file</Trans>
                </Button>
                <Button
                  kind="primary"
                  busy={take.isPending}
                  disabled={nothing || look.isFetching}
                  onClick={() => void go()}
                >
                  {nothing ? (
                    <Trans>Nothing to take in</Trans>
                  ) : (
                    <Plural value={rows} one="Take # row in" other={`Take ${shown} rows in`} />
                  )}
                </Button>
              </span>
            }
          >
            <Counts counts={data.counts} />
            {data.counts.refused > 0 && (
              <div className={css.remark}>
                <Notice tone="soon" icon="warning">
                  <Trans>
                    Refused rows are left out; the others come in. Mend them and take the file in again: what is known
                    stays.
                  </Trans>
                </Notice>
              </div>
            )}
          </Card>
          {(data.refused ?? []).length > 0 && (
            <Card title={t`Refused rows`} remark={t`with the reason`}>
              <Lines look={data} lines={data.refused ?? []} />
            </Card>
          )}
          <Card title={t`The first rows`}>
            <Lines look={data} lines={data.lines ?? []} />
          </Card>
        </>
      )}
    </>
  )
}

function Columns({ look, onChange }: { look: Look; onChange: (columns: Record<string, string>) => void }) {
  const { t } = useLingui()
  const words = useFieldWords()
  const columns = look.columns ?? {}
  return (
    <Card title={t`Columns`} remark={t`recognised by their names; change what is wrong`}>
      <CardBody>
        <div className={css.columns}>
          {(look.fields ?? []).map((field) => (
            <NativeSelect
              key={field.key}
              label={field.required ? t`${words[field.key] ?? field.key} (needed)` : (words[field.key] ?? field.key)}
              value={columns[field.key] ?? ''}
              error={field.required && !columns[field.key] ? t`Choose its column` : undefined}
              data={[
                { value: '', label: t`not in the file` },
                ...(look.names ?? []).map((name) => ({ value: name, label: name })),
              ]}
              onChange={(event) => {
                const next = { ...columns, [field.key]: event.currentTarget.value }
                if (!event.currentTarget.value) delete next[field.key]
                onChange(next)
              }}
            />
          ))}
        </div>
      </CardBody>
    </Card>
  )
}
