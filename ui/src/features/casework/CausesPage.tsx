import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import { type Cause, type CauseTree, useCauseTree, useSaveSettings } from './calendar-queries'
import css from './calendars.module.css'

/** What can have gone wrong: a tree of two levels. */
export function CausesPage() {
  const { t } = useLingui()
  const found = useCauseTree()
  return (
    <>
      <PageHeader title={t`Causes`} remark={t`what went wrong, in two levels`} />
      <PageBody narrow>
        {found.data ? (
          <Tree key={found.data.version} of={found.data} />
        ) : found.isError ? (
          <ErrorState error={found.error} title={t`The causes could not be fetched.`} onRetry={() => found.refetch()} />
        ) : (
          <LoadingRows rows={8} />
        )}
      </PageBody>
    </>
  )
}

/** A key made of a name: "Late courier" becomes "late-courier", with a number where that is taken. */
function keyOf(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
  const base = plain || 'cause'
  let key = base
  for (let n = 2; taken.includes(key); n++) key = `${base}-${n}`
  return key
}

function Tree({ of }: { of: CauseTree }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useSaveSettings()
  const may = useMay('rule.write')
  const [list, setList] = useState<Cause[]>(of.causes ?? [])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const change = (key: string, patch: Partial<Cause>) =>
    setList((now) => now.map((one) => (one.key === key ? { ...one, ...patch } : one)))
  const add = (parent?: string) => {
    const key = keyOf(
      `new ${parent ?? 'cause'}`,
      list.map((one) => one.key),
    )
    setList((now) => {
      const at = parent ? now.findLastIndex((one) => one.key === parent || one.parent === parent) + 1 : now.length
      return [...now.slice(0, at), { key, name: '', parent }, ...now.slice(at)]
    })
    requestAnimationFrame(() => document.getElementById(`cause-${key}`)?.focus())
  }
  const known = (key: string) => (of.causes ?? []).some((one) => one.key === key)
  const move = (one: Cause, by: -1 | 1) => {
    const beside = list.filter((other) => other.parent === one.parent)
    const other = beside[beside.indexOf(one) + by]
    if (!other) return
    setList((now) => now.map((cause) => (cause === one ? other : cause === other ? one : cause)))
  }
  const save = async () => {
    setBusy(true)
    setError('')
    // A key is made of the name once, when the cause is saved for the first time.
    const taken = list.filter((one) => known(one.key)).map((one) => one.key)
    const keys = new Map<string, string>()
    for (const one of list) {
      const key = known(one.key) ? one.key : keyOf(one.name, taken)
      taken.push(key)
      keys.set(one.key, key)
    }
    const causes = list.map((one) => ({
      ...one,
      key: keys.get(one.key) ?? one.key,
      parent: one.parent && (keys.get(one.parent) ?? one.parent),
    }))
    try {
      await calls.causes(of.version, causes)
      toasts.show(t`The causes are saved`)
    } catch (failure) {
      setError(
        asProblem(failure)?.status === 412
          ? t`Somebody changed this meanwhile; nothing was saved. What you entered is kept: compare it in another window before you reload.`
          : explain(i18n, failure),
      )
    } finally {
      setBusy(false)
    }
  }
  const ordered = list
    .filter((one) => !one.parent)
    .flatMap((top) => [top, ...list.filter((one) => one.parent === top.key)])
  return (
    <Card>
      <CardBody>
        <div className={css.grid}>
          {ordered.map((one) => (
            <div
              key={one.key}
              className={css.cause}
              data-below={one.parent ? '' : undefined}
              data-retired={one.retired ? '' : undefined}
            >
              <TextInput
                id={`cause-${one.key}`}
                aria-label={t`Name`}
                maxLength={100}
                value={one.name}
                readOnly={!may}
                onChange={(event) => change(one.key, { name: event.currentTarget.value })}
              />
              <span className="muted small nowrap">
                {one.retired ? (
                  t`retired`
                ) : (
                  <AppLink className="link" href={address('/inbox', { tab: 'all', cause: one.key })}>
                    <Trans>Cases</Trans>
                  </AppLink>
                )}
              </span>
              {may && (
                <Menu
                  trigger={
                    <Button kind="quiet" square icon="more">
                      {t`More about ${one.name}`}
                    </Button>
                  }
                  entries={[
                    ...(one.parent
                      ? []
                      : [{ label: t`Add one below`, icon: 'plus' as const, onSelect: () => add(one.key) }]),
                    { label: t`Up`, icon: 'up' as const, onSelect: () => move(one, -1) },
                    { label: t`Down`, icon: 'down' as const, onSelect: () => move(one, 1) },
                    one.retired
                      ? {
                          label: t`Use again`,
                          icon: 'undo' as const,
                          onSelect: () => change(one.key, { retired: false }),
                        }
                      : { label: t`Retire`, icon: 'stop' as const, onSelect: () => change(one.key, { retired: true }) },
                    {
                      label: t`Take away`,
                      icon: 'trash' as const,
                      onSelect: () =>
                        setList((now) => now.filter((other) => other.key !== one.key && other.parent !== one.key)),
                    },
                  ]}
                />
              )}
            </div>
          ))}
          {error && (
            <div role="alert">
              <Notice tone="soon" icon="warning">
                {error}
              </Notice>
            </div>
          )}
          <p className="second small">
            <Trans>A retired cause can’t be chosen any more; cases that have it keep it.</Trans>
          </p>
          {may && (
            <div className="row wrap">
              <Button kind="primary" busy={busy} onClick={() => void save()}>
                <Trans>Save the causes</Trans>
              </Button>
              <Button icon="plus" onClick={() => add()}>
                <Trans>Add a cause</Trans>
              </Button>
            </div>
          )}
        </div>
      </CardBody>
    </Card>
  )
}
