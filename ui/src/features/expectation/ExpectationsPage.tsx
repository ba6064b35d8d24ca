import { Trans, useLingui } from '@lingui/react/macro'
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { writeWhere } from '../../components/filter/where'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { ExpectationForm } from './ExpectationForm'
import { type Expectation, inputOf, useExpectationCalls, useExpectations } from './queries'
import { useSentence } from './words'

/** What should be heard or done, and what wasn't: each thing missed is a signal of its own. */
export function ExpectationsPage() {
  const { t } = useLingui()
  const all = useExpectations()
  const may = useMay('rule.write')
  const phone = usePhone()
  const [editing, setEditing] = useState<Expectation | 'new'>()
  return (
    <>
      <PageHeader
        title={t`Expectations`}
        remark={t`silence is heard too`}
        actions={
          may && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setEditing('new')}>
              <Trans>Expect something</Trans>
            </Button>
          )
        }
      />
      <PageBody>
        <p className="second">
          <Trans>
            What is missed becomes a signal of kind Silence with its customer and touch point: rules can open cases for
            it, and figures can count it. It is taken back when the answer turns out to have come in time.
          </Trans>
        </p>
        <Card>
          {all.isError ? (
            <ErrorState
              error={all.error}
              title={t`The expectations could not be fetched.`}
              onRetry={() => all.refetch()}
            />
          ) : all.isPending ? (
            <LoadingRows rows={4} />
          ) : (
            <List all={all.data} may={may} onEdit={setEditing} />
          )}
        </Card>
      </PageBody>
      {editing && (
        <ExpectationForm of={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </>
  )
}

function List({
  all,
  may,
  onEdit,
}: {
  all: readonly Expectation[]
  may: boolean
  onEdit: (e: Expectation | 'new') => void
}) {
  const { t, i18n } = useLingui()
  const sentence = useSentence()
  const toasts = useToasts()
  const calls = useExpectationCalls()
  const turn = (e: Expectation, on: boolean) => {
    const name = e.name
    calls.edit.mutate(
      { id: e.id, version: e.version, body: { ...inputOf(e), on } },
      {
        onSuccess: () => toasts.show(on ? t`${name} is on: it begins with what is heard from now` : t`${name} is off`),
        onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  }
  return (
    <DataTable
      label={t`Expectations`}
      rows={all}
      rowKey={(e) => e.id}
      columns={[
        {
          id: 'name',
          header: t`Name`,
          cell: (e) =>
            may ? (
              <button type="button" className="link strong" onClick={() => onEdit(e)}>
                {e.name}
              </button>
            ) : (
              e.name
            ),
          sort: (e) => e.name,
        },
        { id: 'what', header: t`What is expected`, cell: (e) => <span className="second">{sentence(e)}</span> },
        { id: 'found', header: t`Found`, cell: (e) => <Found of={e} /> },
        {
          id: 'on',
          header: t`On`,
          phone: 'keep',
          cell: (e) => (
            <Switch
              aria-label={t`${e.name} is on`}
              checked={e.on}
              disabled={!may || calls.edit.isPending}
              onChange={(event) => turn(e, event.currentTarget.checked)}
            />
          ),
        },
      ]}
      empty={
        <EmptyState sentence={<Trans>Nothing is expected yet: a missed call-back would go unheard.</Trans>}>
          {may && (
            <Button kind="primary" icon="plus" onClick={() => onEdit('new')}>
              <Trans>Expect something</Trans>
            </Button>
          )}
        </EmptyState>
      }
    />
  )
}

/** What it has found; the number of missed things leads to their signals. */
function Found({ of }: { of: Expectation }) {
  const { t } = useLingui()
  const format = useFormat()
  const c = of.counts
  if (of.kind === 'repeat') {
    const [again, heard] = [format.count(c.again), format.count(c.heard)]
    return (
      <AppLink className="link nowrap" href="/figures/repeat_contact">
        {t`${again} of ${heard} came again`}
      </AppLink>
    )
  }
  const [missed, kept, waiting] = [c.missed, c.in_time, c.waiting].map((n) => format.count(n))
  const href = address('/signals', {
    where: [
      writeWhere({ kind: 'any', dimension: 'kind', values: ['silence'] }),
      writeWhere({ kind: 'any', dimension: 'attributes.expectation', values: [of.name] }),
    ],
  })
  return (
    <span className="nowrap">
      {c.missed > 0 ? (
        <AppLink className="link worse" href={href}>
          {t`${missed} missed`}
        </AppLink>
      ) : (
        <span className="muted">{t`none missed`}</span>
      )}
      <span className="muted">{` · ${of.kind === 'contact' ? t`${waiting} watched` : t`${kept} in time · ${waiting} waiting`}`}</span>
    </span>
  )
}
