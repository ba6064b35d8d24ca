import { Trans, useLingui } from '@lingui/react/macro'
import { Switch, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { fieldErrors } from '../../api/problem'
import { Button } from '../../components/Button'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import css from './masking.module.css'
import { type Masking, useMasking, useSetMasking, useTryMasking } from './masking-queries'
import { useMaskedWords } from './words'

/** What is taken out of comments and attributes before anything is stored, with a box to try it in. */
export function MaskingPage() {
  const { t } = useLingui()
  const masking = useMasking()
  return (
    <>
      <PageHeader title={t`Masking`} remark={t`before anything is stored`} />
      <PageBody>
        {masking.data ? (
          <Patterns key={masking.data.version} masking={masking.data} />
        ) : (
          <Card>
            {masking.isError ? (
              <ErrorState
                error={masking.error}
                title={t`The patterns could not be fetched.`}
                onRetry={() => masking.refetch()}
              />
            ) : (
              <LoadingRows rows={6} />
            )}
          </Card>
        )}
      </PageBody>
    </>
  )
}

type Own = { id: number; name: string; expression: string }

function Patterns({ masking }: { masking: Masking }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const save = useSetMasking()
  const words = useMaskedWords()
  const [off, setOff] = useState(masking.off ?? [])
  const [own, setOwn] = useState<Own[]>((masking.own ?? []).map((p, id) => ({ id, ...p })))
  const [next, setNext] = useState(own.length)
  const body = { version: masking.version, off, own: own.map(({ name, expression }) => ({ name, expression })) }
  const changed =
    JSON.stringify(body) !==
    JSON.stringify({ version: masking.version, off: masking.off ?? [], own: masking.own ?? [] })
  const edit = (id: number, patch: Partial<Own>) =>
    setOwn((all) => all.map((p) => (p.id === id ? { ...p, ...patch } : p)))
  const errors = useFieldErrors(save.error)
  const about: Record<string, string> = {
    card_number: t`13 to 19 digits that pass Luhn’s check, with spaces or dashes`,
    bank_account: t`IBANs with a valid check`,
    national_id: t`Social security and tax numbers of fourteen countries, by their check digits`,
    password: t`What follows “password:”, “my pin is” and the like in thirty languages`,
  }
  return (
    <Columns
      aside={
        <Card title={t`Try it`}>
          <CardBody>
            <Tester masking={body} />
          </CardBody>
        </Card>
      }
    >
      <Card title={t`Built in`} remark={t`all are on until you switch one off`}>
        <CardBody>
          <div className="stack">
            {Object.entries(about).map(([kind, what]) => (
              <Switch
                key={kind}
                label={words[kind]}
                description={what}
                checked={!off.includes(kind as never)}
                onChange={(e) => {
                  const on = e.currentTarget.checked
                  setOff((now) => (on ? now.filter((k) => k !== kind) : [...now, kind as never]))
                }}
              />
            ))}
          </div>
        </CardBody>
      </Card>
      <Card
        title={t`Your own`}
        remark={t`RE2 patterns, each with a name`}
        controls={
          <Button
            icon="plus"
            disabled={own.length >= 20}
            onClick={() => {
              setOwn((all) => [...all, { id: next, name: '', expression: '' }])
              setNext(next + 1)
            }}
          >
            <Trans>Add a pattern</Trans>
          </Button>
        }
      >
        <CardBody>
          <div className="stack">
            {own.length === 0 && (
              <p className="second">
                <Trans>
                  For example a member number: name it “member number” and write <code>\bM-\d{'{5}'}\b</code>.
                </Trans>
              </p>
            )}
            {own.map((p, at) => (
              <div key={p.id} className={css.own}>
                <TextInput
                  label={t`Name`}
                  maxLength={40}
                  value={p.name}
                  error={errors[`own[${at}].name`]}
                  onChange={(e) => edit(p.id, { name: e.currentTarget.value })}
                />
                <TextInput
                  label={t`Pattern`}
                  maxLength={300}
                  value={p.expression}
                  error={errors[`own[${at}].expression`]}
                  onChange={(e) => edit(p.id, { expression: e.currentTarget.value })}
                  spellCheck={false}
                  dir="ltr"
                />
                <Button
                  kind="quiet"
                  icon="trash"
                  square
                  onClick={() => setOwn((all) => all.filter((o) => o.id !== p.id))}
                >{t`Remove this pattern`}</Button>
              </div>
            ))}
            {save.isError && (
              <div role="alert">
                <Notice tone="soon" icon="warning">
                  {explain(i18n, save.error)}
                </Notice>
              </div>
            )}
            <div className="row wrap">
              <Button
                kind="primary"
                busy={save.isPending}
                disabled={!changed}
                onClick={() =>
                  save.mutate(
                    { version: masking.version, body },
                    { onSuccess: () => toasts.show(t`Saved: what comes in from now on is masked so`) },
                  )
                }
              >
                <Trans>Save</Trans>
              </Button>
              <span className="muted small">
                <Trans>What is stored already stays as it is.</Trans>
              </span>
            </div>
          </div>
        </CardBody>
      </Card>
    </Columns>
  )
}

/** A server's errors by the place below the body. */
function useFieldErrors(error: unknown): Record<string, string | undefined> {
  const problem = error as Parameters<typeof fieldErrors>[0] | null
  if (!problem || !('errors' in problem)) return {}
  const names = Array.from({ length: 20 }, (_, at) => [`own[${at}].name`, `own[${at}].expression`]).flat()
  return fieldErrors(problem, names)
}

function Tester({ masking }: { masking: Masking }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const words = useMaskedWords()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, 250)
  const tried = useTryMasking(masking, asked)
  const found = Object.entries(tried.data?.found ?? {})
  return (
    <div className="stack">
      <Textarea
        label={t`A comment`}
        description={t`It is looked at and not kept.`}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={20000}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        placeholder={t`My card is 4111 1111 1111 1111 and my pin is 1234`}
      />
      <output className={css.result} aria-live="polite">
        {tried.isError ? (
          <span className="worse">{explain(i18n, tried.error)}</span>
        ) : asked === '' || !tried.data ? (
          <span className="muted">
            <Trans>What would be stored stands here.</Trans>
          </span>
        ) : (
          <>
            <span className={css.text}>{tried.data.text}</span>
            <span className="muted small">
              {found.length === 0
                ? t`Nothing is masked in it.`
                : format.list(found.map(([name, n]) => `${words[name] ?? name} ${n}×`))}
            </span>
          </>
        )}
      </output>
    </div>
  )
}
