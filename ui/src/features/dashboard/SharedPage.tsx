import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { type Answer, api, data } from '../../api/client'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Logo } from '../../components/Icon'
import type { Tile, Told } from '../../core/views'
import { browserZone, FormatProvider, loadWords, useFormat } from '../../words/i18n'
import { specUnder } from './content'
import css from './dashboard.module.css'
import { TileCard } from './TileCard'

type Opened = Answer<'/links/open', 'post'>

/** What a read-only link shows: one page, nothing to click, no login. */
export function SharedPage() {
  const { t } = useLingui()
  const { token = '' } = useParams({ strict: false }) as { token?: string }
  const [password, setPassword] = useState('')
  const opened = useQuery({
    queryKey: ['shared', token, password] as const,
    queryFn: ({ signal }) =>
      data(api.POST('/links/open', { body: { token, password: password || undefined }, signal })),
    retry: false,
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  })
  const language = opened.data?.language
  useEffect(() => {
    if (language) void loadWords(language)
  }, [language])
  const name = opened.data?.name
  useEffect(() => {
    document.title = [name, 'Touchstone'].filter(Boolean).join(' · ')
  }, [name])
  const problem = asProblem(opened.error)
  if (opened.data) {
    return (
      <FormatProvider language={opened.data.language} zone={opened.data.zone || browserZone()}>
        <Page opened={opened.data} />
      </FormatProvider>
    )
  }
  if (
    problem &&
    (problem.code === 'password_needed' || problem.code === 'password_wrong' || problem.code === 'too_many_attempts')
  ) {
    return (
      <Door title={t`This page asks for a password`}>
        <AskPassword
          wrong={
            problem.code === 'password_needed'
              ? ''
              : problem.code === 'password_wrong'
                ? t`This password isn’t right.`
                : t`Too many attempts. Wait a moment and try again.`
          }
          onSend={(next) => (next === password ? void opened.refetch() : setPassword(next))}
        />
      </Door>
    )
  }
  if (problem?.status === 410) {
    return (
      <Door title={t`This link has ended`}>
        <p className="second">
          <Trans>Ask whoever sent it for a new one.</Trans>
        </p>
      </Door>
    )
  }
  if (problem?.status === 404) {
    return (
      <Door title={t`There is no such link`}>
        <p className="second">
          <Trans>Is the address complete? Long links are sometimes cut in two.</Trans>
        </p>
      </Door>
    )
  }
  return (
    <Door title={opened.isError ? t`The page could not be fetched` : t`One moment`}>
      {opened.isError ? <ErrorState error={opened.error} onRetry={() => opened.refetch()} /> : <LoadingRows rows={3} />}
    </Door>
  )
}

function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={css.door}>
      <Logo size={28} />
      <div className={css.doorCard}>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}

function AskPassword({ wrong, onSend }: { wrong: string; onSend: (password: string) => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed) onSend(typed)
  }
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <PasswordInput
        label={t`Password`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={wrong || undefined}
        autoComplete="off"
        data-autofocus
      />
      <Button kind="primary" type="submit" disabled={!typed}>
        <Trans>Open</Trans>
      </Button>
    </form>
  )
}

function Page({ opened }: { opened: Opened }) {
  const { t } = useLingui()
  const format = useFormat()
  const until = format.date(opened.expires_at)
  const asOf = format.dateTime(opened.as_of)
  const { from, to } = opened.period
  const period = from && to ? format.period(from, to) : t`All time`
  const tiles = (opened.tiles ?? []) as { tile: Tile; answer?: Told }[]
  const filters = (opened.where ?? [])
    .map((one) => [one.name, sayOp(one.op, t), one.values.join(', ')].filter(Boolean).join(' '))
    .join(' · ')
  const titles = tiles.map(
    ({ tile, answer }) => tile.title || tile.view_name || titleOf(answer) || (tile.kind === 'note' ? t`Note` : t`View`),
  )
  return (
    <main className={css.shared}>
      <header className={css.sharedHead}>
        <p className="second">{[opened.organisation, opened.unit].filter(Boolean).join(' · ')}</p>
        <h1>{opened.name}</h1>
        {opened.description && <p className="second">{opened.description}</p>}
        <p className="muted small">
          {period}
          {filters && ` · ${filters}`} · {t`as of ${asOf}`} · {t`read-only, ends ${until}`}
        </p>
      </header>
      <div style={{ padding: 16 }}>
        <div className={css.grid}>
          {tiles.map(({ tile, answer }, at) => (
            <TileCard
              key={tile.id}
              tile={tile}
              at={at}
              others={titles}
              spec={specUnder({ period: {}, against: {}, where: [] }, tile)}
              told={answer}
              aim={() => null}
            />
          ))}
        </div>
      </div>
    </main>
  )
}

const titleOf = (answer: Told | undefined): string => {
  const names = (answer?.figures ?? []).map((one) => one.metric.name).join(', ')
  return [names, (answer?.titles ?? []).join(' × ')].filter(Boolean).join(': ')
}

function sayOp(op: string, t: ReturnType<typeof useLingui>['t']): string {
  switch (op) {
    case 'none':
      return t`is none of`
    case 'empty':
      return t`is empty`
    case 'not_empty':
      return t`is not empty`
    case 'contains':
      return t`contains`
    case 'contains_not':
      return t`does not contain`
    case 'between':
      return t`is between`
    default:
      return ''
  }
}
