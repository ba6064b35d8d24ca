import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { Progress, SlowBar } from '../../components/feedback/Loading'
import { FileDrop } from '../../components/form/FileDrop'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import css from './importing.module.css'
import { PageDrop } from './PageDrop'
import type { Sending, useUpload } from './useUpload'

/** The place for a file, how far it has been sent, and what was wrong with it. */
export function FileCard({ upload }: { upload: ReturnType<typeof useUpload> }) {
  const { t } = useLingui()
  return (
    <>
      <PageDrop onFile={upload.start} />
      {upload.sending ? (
        <SendingCard sending={upload.sending} onCancel={upload.cancel} />
      ) : (
        <FileDrop
          label={t`Drop a file anywhere, or choose one: CSV, Excel or NDJSON`}
          remark={t`Up to 2 GB. CSV with commas, semicolons, tabs or bars; Excel as .xlsx; NDJSON with one object a line. The first row names the columns.`}
          accept=".csv,.tsv,.txt,text/csv,.xlsx,.ndjson,.jsonl"
          onFile={upload.start}
        />
      )}
      {upload.error !== undefined && (
        <Card>
          <ErrorState
            error={upload.error}
            title={t`The file could not be read`}
            kept={t`Nothing was imported. Mend the file, or choose another.`}
          />
        </Card>
      )}
    </>
  )
}

function SendingCard({ sending, onCancel }: { sending: Sending; onCancel: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const sent = format.bytes(sending.bytes * sending.share)
  const all = format.bytes(sending.bytes)
  const whole = sending.share >= 1
  return (
    <Card
      title={sending.name}
      remark={whole ? t`reading ${all}` : t`${sent} of ${all}`}
      controls={
        <Button onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      }
    >
      <CardBody>
        <div className={css.sending}>
          {whole ? <SlowBar /> : <Progress share={sending.share} label={t`Sending ${sending.name}`} />}
        </div>
      </CardBody>
    </Card>
  )
}
