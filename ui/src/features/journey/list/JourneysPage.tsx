import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ButtonLink } from '../../../components/Button'
import { EmptyState } from '../../../components/feedback/EmptyState'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { LoadingRows } from '../../../components/feedback/Loading'
import { Card, PageBody } from '../../../components/layout/Page'
import { PageHeader } from '../../../components/layout/PageHeader'
import { Menu } from '../../../components/Menu'
import { Tag } from '../../../components/Tag'
import { type Column, DataTable } from '../../../components/table/DataTable'
import { usePhone } from '../../../components/usePhone'
import { useMay } from '../../../core/session'
import { useFormat } from '../../../words/i18n'
import { ImportDialog } from '../exchange/ImportDialog'
import { type Journey, useJourneys } from '../queries'
import { useStateWords, useWhose } from '../words'
import { BeginDialog } from './BeginDialog'
import { NameDialog } from './NameDialog'
import { useJourneyDeeds } from './useJourneyDeeds'

/** Every journey: whose it is, where it stands, and how much is still open. */
export function JourneysPage() {
  const { t } = useLingui()
  const all = useJourneys()
  const may = useMay('journey.write')
  const phone = usePhone()
  const [beginning, setBeginning] = useState(false)
  const [naming, setNaming] = useState<Journey | null>(null)
  const [taking, setTaking] = useState(false)
  const columns = useColumns(may, setNaming)
  const begin = (kind?: 'primary') => (
    <Button kind={kind} icon="plus" square={phone && kind === 'primary'} onClick={() => setBeginning(true)}>
      <Trans>Begin a journey</Trans>
    </Button>
  )
  const rows = all.data ?? []
  return (
    <>
      <PageHeader
        title={t`Journeys`}
        remark={t`the ways of customers, stage by stage`}
        actions={
          <>
            {rows.length > 1 && (
              <ButtonLink
                href={`/journeys/compare?ids=${rows
                  .slice(0, 2)
                  .map((j) => j.id)
                  .join(',')}`}
                icon="grid"
                square={phone}
              >
                <Trans>Side by side</Trans>
              </ButtonLink>
            )}
            {may && (
              <Button icon="import" square={phone} onClick={() => setTaking(true)}>
                <Trans>From a file</Trans>
              </Button>
            )}
            {may && rows.length > 0 && begin('primary')}
          </>
        }
      />
      <PageBody>
        <Card>
          {all.isError ? (
            <ErrorState error={all.error} title={t`The journeys could not be fetched.`} onRetry={() => all.refetch()} />
          ) : all.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <DataTable
              label={t`Journeys`}
              columns={columns}
              rows={rows}
              rowKey={(j) => j.id}
              href={(j) => `/journeys/${j.id}`}
              empty={
                <EmptyState sentence={<Trans>No journey is drawn yet: begin with a template of your trade.</Trans>}>
                  {may && begin()}
                </EmptyState>
              }
            />
          )}
        </Card>
      </PageBody>
      {beginning && <BeginDialog onClose={() => setBeginning(false)} />}
      {taking && <ImportDialog onClose={() => setTaking(false)} />}
      {naming && <NameDialog of={naming} onClose={() => setNaming(null)} />}
    </>
  )
}

function useColumns(may: boolean, rename: (j: Journey) => void): Column<Journey>[] {
  const { t } = useLingui()
  const format = useFormat()
  const state = useStateWords()
  const whose = useWhose()
  const deeds = useJourneyDeeds()
  return [
    { id: 'name', header: t`Journey`, cell: (j) => <span dir="auto">{j.name}</span>, sort: (j) => j.name },
    { id: 'segment', header: t`Customers`, cell: whose, sort: whose },
    {
      id: 'state',
      header: t`State`,
      cell: (j) => {
        const said = state(j)
        return (
          <Tag tone={said.tone} icon={said.tone === 'better' ? 'check' : undefined}>
            {said.word}
          </Tag>
        )
      },
      sort: (j) => j.version,
    },
    {
      id: 'cards',
      header: t`Stages and cards`,
      align: 'right',
      cell: (j) => {
        const [stages, cards] = [format.count(j.stage_count), format.count(j.card_count)]
        return t`${stages} · ${cards}`
      },
      sort: (j) => j.card_count,
      phone: 'hide',
    },
    {
      id: 'broken',
      header: t`Broken rules`,
      align: 'right',
      cell: (j) => (
        <span className={j.broken > 0 ? 'soon' : undefined}>
          {format.count(j.broken)}
          <span className="phone-only">
            {' '}
            <Trans>broken rules</Trans>
          </span>
        </span>
      ),
      sort: (j) => j.broken,
      phone: 'under',
    },
    { id: 'by', header: t`Begun by`, cell: (j) => j.created_by, sort: (j) => j.created_by, phone: 'hide' },
    {
      id: 'changed',
      header: t`Changed`,
      align: 'right',
      cell: (j) => <span className="nowrap">{format.dateTime(j.changed_at)}</span>,
      sort: (j) => j.changed_at,
      phone: 'hide',
    },
    ...(may
      ? [
          {
            id: 'more',
            header: <span className="vh">{t`More`}</span>,
            width: '44px',
            phone: 'keep' as const,
            cell: (j: Journey) => (
              <Menu
                entries={[
                  { label: t`Name and customers`, icon: 'edit', onSelect: () => rename(j) },
                  {
                    label: t`Delete`,
                    icon: 'trash',
                    danger: true,
                    disabled: j.version > 0,
                    onSelect: () => void deeds.remove(j),
                  },
                ]}
                remark={j.version > 0 ? t`What was published stays.` : undefined}
                trigger={
                  <Button kind="quiet" square icon="more">
                    {t`More for ${j.name}`}
                  </Button>
                }
              />
            ),
          },
        ]
      : []),
  ]
}
