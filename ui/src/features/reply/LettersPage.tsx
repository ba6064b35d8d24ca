import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { DataTable } from '../../components/table/DataTable'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import { type Template, useTemplateCalls, useTemplates } from './queries'
import { Senders } from './Senders'
import { TemplateDialog } from './TemplateDialog'

/** Letters to begin with, and as whom units write. */
export function LettersPage() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const templates = useTemplates()
  const calls = useTemplateCalls()
  const may = useMay('case.write')
  const share = useMay('template.share')
  const senders = useMay('sender.write')
  const [editing, setEditing] = useState<Template | 'new'>()
  const mine = (one: Template) => may && (share || !one.shared)
  const drop = async (one: Template) => {
    const { name } = one
    try {
      await calls.drop.mutateAsync(one.id)
      toasts.show(t`The letter “${name}” is deleted`, {
        undo: () => {
          const { language, subject, body, shared } = one
          void calls.add.mutateAsync({ name, language, subject, body, shared })
        },
      })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return (
    <>
      <PageHeader
        title={t`Letters`}
        remark={t`what replies to customers begin with`}
        actions={
          may && (
            <Button kind="primary" icon="plus" onClick={() => setEditing('new')}>
              <Trans>New letter</Trans>
            </Button>
          )
        }
      />
      <PageBody>
        <Card>
          {templates.isError ? (
            <ErrorState
              error={templates.error}
              title={t`The letters could not be fetched.`}
              onRetry={() => templates.refetch()}
            />
          ) : templates.isPending ? (
            <LoadingRows />
          ) : (
            <DataTable
              label={t`Letters`}
              rows={templates.data.items}
              rowKey={(one) => one.id}
              columns={[
                {
                  id: 'name',
                  header: t`Name`,
                  cell: (one) =>
                    mine(one) ? (
                      <button type="button" className="link" onClick={() => setEditing(one)}>
                        {one.name}
                      </button>
                    ) : (
                      <b>{one.name}</b>
                    ),
                  sort: (one) => one.name,
                },
                { id: 'subject', header: t`Subject`, cell: (one) => one.subject, phone: 'under' },
                { id: 'language', header: t`Language`, cell: (one) => one.language, sort: (one) => one.language },
                {
                  id: 'whose',
                  header: t`Whose`,
                  cell: (one) => (one.shared ? <Tag>{t`Everybody’s`}</Tag> : <Tag>{t`Yours`}</Tag>),
                },
                {
                  id: 'more',
                  header: <span className="vh">{t`Deeds`}</span>,
                  align: 'right',
                  phone: 'keep',
                  cell: (one) => {
                    const { name } = one
                    return (
                      mine(one) && (
                        <Menu
                          trigger={
                            <Button kind="quiet" square icon="more">
                              {t`More on “${name}”`}
                            </Button>
                          }
                          entries={[
                            { label: t`Edit`, icon: 'edit', onSelect: () => setEditing(one) },
                            { label: t`Delete`, icon: 'trash', danger: true, onSelect: () => void drop(one) },
                          ]}
                        />
                      )
                    )
                  },
                },
              ]}
              empty={
                <EmptyState sentence={<Trans>No letter yet: every reply begins with an empty page.</Trans>}>
                  {may && (
                    <Button kind="primary" onClick={() => setEditing('new')}>
                      <Trans>Write a letter</Trans>
                    </Button>
                  )}
                </EmptyState>
              }
            />
          )}
        </Card>
        {senders && <Senders />}
      </PageBody>
      {editing && (
        <TemplateDialog
          template={editing === 'new' ? undefined : editing}
          fields={templates.data?.fields ?? []}
          mayShare={share}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  )
}
