import { Trans, useLingui } from '@lingui/react/macro'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ConfirmDialog } from '../../components/feedback/ConfirmDialog'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, Columns, Facts, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SentimentTag } from '../../components/SentimentTag'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useDimensions } from '../../core/dimensions'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { CorrectSignal } from './CorrectSignal'
import { MeasureList } from './MeasureList'
import { type SignalDetail, useErase, useImportName, useSignal } from './queries'
import css from './signal.module.css'
import { momentOf, useKindWords, useMaskedWords } from './words'

/** One signal: what was said and scored, by whom and where, and what came of it. */
export function SignalPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useSignal(id)
  const crumb = { label: t`Signals`, href: '/signals' }
  if (found.data) return <Known key={id} signal={found.data} crumb={crumb} />
  return (
    <>
      <PageHeader title={t`Signal`} crumb={crumb} />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState error={found.error} title={t`The signal could not be fetched.`} onRetry={() => found.refetch()}>
              <AppLink className="link" href="/signals">
                <Trans>All signals</Trans>
              </AppLink>
            </ErrorState>
          ) : (
            <LoadingRows rows={6} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Known({ signal, crumb }: { signal: SignalDetail; crumb: { label: string; href: string } }) {
  const { t } = useLingui()
  const format = useFormat()
  const kinds = useKindWords()
  const phone = usePhone()
  const [mayCorrect, mayErase] = [useMay('signal.write'), useMay('signal.erase')]
  const [doing, setDoing] = useState<'correct' | 'erase'>()
  const about = signal.touch_point?.name ?? signal.customer?.name ?? ''
  const kind = kinds(signal.kind)
  return (
    <>
      <PageHeader
        title={about ? t`${kind}: ${about}` : kind}
        crumb={crumb}
        remark={momentOf(signal.at, format)}
        tags={signal.corrected && <Tag tone="soon">{t`Corrected`}</Tag>}
        actions={
          <>
            {mayCorrect && (
              <Button icon="edit" square={phone} onClick={() => setDoing('correct')}>
                <Trans>Correct</Trans>
              </Button>
            )}
            {mayErase && (
              <Button kind="quiet" icon="trash" square={phone} onClick={() => setDoing('erase')}>
                <Trans>Erase</Trans>
              </Button>
            )}
          </>
        }
      />
      <PageBody>
        <Columns aside={<Aside signal={signal} />}>
          <Said signal={signal} />
          <Card title={t`Scores`}>
            <MeasureList signal={signal} />
          </Card>
          <History signal={signal} />
        </Columns>
      </PageBody>
      {doing === 'correct' && <CorrectSignal signal={signal} onClose={() => setDoing(undefined)} />}
      <EraseDialog signal={signal} opened={doing === 'erase'} onClose={() => setDoing(undefined)} />
    </>
  )
}

function Said({ signal }: { signal: SignalDetail }) {
  const { t } = useLingui()
  const format = useFormat()
  const comments = signal.comments ?? []
  const feeling = signal.sentiment
  const maskedWords = useMaskedWords()
  const masked = Object.keys(signal.masked ?? {}).map((name) => maskedWords[name] ?? name)
  const hidden = format.list(masked)
  const score = feeling ? format.number(feeling.score, 2) : ''
  const version = feeling?.version
  return (
    <Card title={t`Comment`}>
      <CardBody>
        {comments.length === 0 && (
          <p className="second">
            <Trans>Nothing was written.</Trans>
          </p>
        )}
        {comments.map((comment, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: comments have no identity of their own and don't move
          <blockquote key={at} className={css.said} dir="auto">
            {comment.text}
          </blockquote>
        ))}
        {masked.length > 0 && (
          <p className="muted small" style={{ marginTop: 12 }}>
            {t`Masked before it was stored: ${hidden}.`}
          </p>
        )}
        {feeling && (
          <p className="row" style={{ marginTop: 12 }}>
            <SentimentTag word={feeling.word} />
            <span className="muted small">{t`${score} from −1 to 1, by ${version}`}</span>
          </p>
        )}
      </CardBody>
    </Card>
  )
}

function Aside({ signal }: { signal: SignalDetail }) {
  const { t } = useLingui()
  const format = useFormat()
  const kinds = useKindWords()
  const { customer, employee, unit } = signal
  const mayCustomer = useMay('customer.read')
  const called = customer?.name ?? customer?.external_id ?? customer?.email ?? customer?.id
  const dimensions = useDimensions().data ?? []
  const name = (key: string) => dimensions.find((d) => d.key === `attributes.${key}`)?.name ?? key
  return (
    <>
      <Card title={t`About`}>
        <CardBody>
          <Facts
            items={[
              [t`Time`, momentOf(signal.at, format)],
              [t`Received`, format.dateTime(signal.received_at)],
              [t`Kind`, kinds(signal.kind)],
              [t`Touch point`, signal.touch_point?.name],
              [t`Unit`, unit?.name],
              [t`Employee`, employee?.name],
              [t`Channel`, signal.channel],
              [t`Language`, signal.language],
              [
                t`Customer`,
                customer && mayCustomer ? (
                  <AppLink key="customer" className="link" href={`/customers/${customer.id}`}>
                    {called}
                  </AppLink>
                ) : (
                  called
                ),
              ],
              [t`E-mail`, customer?.email],
              [t`Key`, signal.key && <code className="small">{signal.key}</code>],
              [t`Came with`, <ImportLink key="import" id={signal.import} />],
            ]}
          />
        </CardBody>
      </Card>
      {Object.keys(signal.attributes).length > 0 && (
        <Card title={t`Attributes`}>
          <CardBody>
            <Facts items={Object.entries(signal.attributes).map(([key, value]) => [name(key), value] as const)} />
          </CardBody>
        </Card>
      )}
      <Card title={t`Cases`}>
        {(signal.cases ?? []).length === 0 ? (
          <CardBody>
            <p className="second">
              <Trans>It opened no case.</Trans>
            </p>
          </CardBody>
        ) : (
          <ul>
            {(signal.cases ?? []).map((one) => (
              <li key={one.id} className={css.case}>
                <AppLink className="link grow ellipsis" href={`/inbox/${one.id}`}>
                  {one.ref} · {one.title}
                </AppLink>
                <CaseState state={one.state} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}

function CaseState({ state }: { state: string }) {
  const { t } = useLingui()
  const words: Record<string, string> = {
    new: t`New`,
    open: t`Open`,
    waiting: t`Waiting`,
    resolved: t`Resolved`,
    closed: t`Closed`,
  }
  return <Tag>{words[state] ?? state}</Tag>
}

function ImportLink({ id }: { id?: string }) {
  const { t } = useLingui()
  const may = useMay('import.write')
  const found = useImportName(id, may)
  if (!id) return <>{t`no import`}</>
  if (!may) return <>{t`an import`}</>
  return (
    <AppLink className="link" href={`/imports/${id}`}>
      {found.data?.name ?? t`an import`}
    </AppLink>
  )
}

function History({ signal }: { signal: SignalDetail }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = { put: t`Came in`, correct: t`Corrected`, erase: t`Erased` }
  return (
    <Card title={t`History`} remark={t`what was is kept in the log`}>
      <ol>
        {(signal.history ?? []).map((step) => (
          <li key={step.at + step.op} className={css.case}>
            <span className="grow">{words[step.op]}</span>
            <time className="muted small" dateTime={step.at}>
              {format.dateTime(step.at)}
            </time>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function EraseDialog({ signal, opened, onClose }: { signal: SignalDetail; opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const erase = useErase(signal.id)
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Erase this signal?`}
      deed={t`Erase for good`}
      danger
      onClose={onClose}
      onConfirm={async () => {
        await erase.mutateAsync()
        toasts.show(t`The signal is erased`)
        void router.navigate({ href: '/signals' })
      }}
    >
      <Trans>
        Its words and scores leave the log and every figure. This can’t be undone. To change what is wrong, correct it
        instead.
      </Trans>
    </ConfirmDialog>
  )
}
