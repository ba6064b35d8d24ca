import { Trans, useLingui } from '@lingui/react/macro'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button, ButtonLink } from '../../components/Button'
import { useCommands } from '../../components/commands/Commands'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { SaveMark } from '../../components/feedback/SaveMark'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import { Conflict } from './Conflict'
import { errorsOf } from './draft'
import { Heading } from './Heading'
import { type Tagged, usePromise, usePromiseCalls } from './queries'
import { TenetList } from './TenetList'
import { useDraft } from './useDraft'

/** Writing a draft. What is in force isn't written in; its revision is. */
export function EditPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = usePromise(id)
  const may = useMay('promise.write')
  const crumb = { label: t`Promise`, href: `/promise/${id}` }
  const stored = found.data
  if (stored?.data.state === 'draft' && may) return <Editor key={id} stored={stored} />
  return (
    <>
      <PageHeader title={t`Edit the draft`} crumb={crumb} />
      <PageBody narrow>
        {found.isError ? (
          <Card>
            <ErrorState
              error={found.error}
              title={t`This promise could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          </Card>
        ) : stored ? (
          <Notice>
            {may ? (
              <Trans>What was promised isn’t rewritten. Revise it instead.</Trans>
            ) : (
              <Trans>You may read promises, not write them.</Trans>
            )}{' '}
            <ButtonLink href={`/promise/${id}`}>
              <Trans>To the promise</Trans>
            </ButtonLink>
          </Notice>
        ) : (
          <Card>
            <LoadingRows rows={5} />
          </Card>
        )}
      </PageBody>
    </>
  )
}

function Editor({ stored }: { stored: Tagged }) {
  const { t, i18n } = useLingui()
  const { id } = stored.data
  const router = useRouter()
  const toasts = useToasts()
  const phone = usePhone()
  const calls = usePromiseCalls()
  const draft = useDraft(stored)
  const [lacking, setLacking] = useState<Record<string, string>>({})
  const errors = { ...lacking, ...draft.errors }
  const edit: typeof draft.edit = (change) => {
    setLacking({})
    draft.edit(change)
  }
  const publish = async () => {
    // What could not be saved is said at its field.
    if (!(await draft.autosave.flush())) return
    try {
      await calls.inForce.mutateAsync({ id, tag: draft.autosave.currentTag() })
      toasts.show(t`It is promised from now on`)
      await router.navigate({ href: `/promise/${id}` })
    } catch (error) {
      const problem = asProblem(error)
      const at = problem?.status === 422 ? errorsOf(draft.content, problem.errors) : {}
      setLacking(at)
      const first = Object.keys(at).find((key) => key !== '')
      if (first) document.getElementById(first)?.focus()
      else toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const group = t`Promise`
  useCommands([
    { id: 'promise-undo', label: t`Undo the last change`, group, icon: 'undo', run: draft.undo },
    { id: 'promise-redo', label: t`Redo`, group, icon: 'redo', run: draft.redo },
  ])
  return (
    <>
      <PageHeader
        title={stored.data.revises ? t`Revision` : t`Draft`}
        crumb={{ label: t`Promise`, href: `/promise/${id}` }}
        actions={
          <>
            <span className="not-phone">
              <SaveMark
                state={draft.state}
                below={Object.keys(draft.errors).some((at) => at !== '')}
                onRetry={() => void draft.autosave.flush()}
              />
            </span>
            <Button kind="quiet" square icon="undo" disabled={!draft.canUndo} onClick={draft.undo}>
              {t`Undo`}
            </Button>
            <Button kind="quiet" square icon="redo" disabled={!draft.canRedo} onClick={draft.redo}>
              {t`Redo`}
            </Button>
            {!phone && (
              <ButtonLink href={`/promise/${id}`}>
                <Trans>See it</Trans>
              </ButtonLink>
            )}
            <Button kind="primary" busy={calls.inForce.isPending} onClick={() => void publish()}>
              <Trans>Put in force</Trans>
            </Button>
          </>
        }
      />
      <PageBody narrow>
        {phone && (
          <SaveMark
            state={draft.state}
            below={Object.keys(draft.errors).some((at) => at !== '')}
            onRetry={() => void draft.autosave.flush()}
          />
        )}
        {draft.state.is === 'conflict' && <Conflict draft={draft} theirs={draft.state.theirs.content} />}
        <Card>
          <CardBody>
            <Heading content={draft.content} errors={errors} edit={edit} />
          </CardBody>
        </Card>
        <TenetList
          content={draft.content}
          errors={errors}
          gaps={stored.data.gaps ?? []}
          edit={edit}
          undo={draft.undo}
        />
      </PageBody>
    </>
  )
}
