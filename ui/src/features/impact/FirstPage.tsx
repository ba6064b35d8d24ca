import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { FilterBar } from '../../components/filter/FilterBar'
import { address } from '../../components/filter/search'
import { useView } from '../../components/filter/useView'
import { Card, CardBody, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { AreaDialog } from './AreaDialog'
import { FirstSentence } from './FirstSentence'
import { ImpactTabs } from './ImpactTabs'
import { Pareto } from './Pareto'
import { ProposalsCard } from './ProposalsCard'
import { type Ranking, useRanking } from './queries'
import { RankingTable } from './RankingTable'
import { SplitCard } from './SplitCard'
import { Standing } from './Standing'
import { Sums } from './Sums'
import { Tornado } from './Tornado'
import { ValueCard } from './ValueCard'
import { WhatIfCard } from './WhatIfCard'

/** Where to look first: what failures cost, the costliest first, and how far that order can be relied on. */
export function FirstPage() {
  const { t } = useLingui()
  const view = useView(null)
  const ranking = useRanking(view.where)
  const may = useMay('impact.write')
  const phone = usePhone()
  const [making, setMaking] = useState(false)
  const file = (format: string) => address('/api/v1/impact/file', { format, where: view.where })
  const some = (ranking.data?.areas ?? []).length > 0
  return (
    <>
      <PageHeader
        title={t`Where to look first`}
        remark={t`what failures cost, as ranges`}
        actions={
          <>
            {some && !phone && (
              <>
                <ButtonLink icon="export" href={file('xlsx')} download>
                  XLSX
                </ButtonLink>
                <ButtonLink icon="export" href={file('csv')} download>
                  CSV
                </ButtonLink>
              </>
            )}
            {may && (
              <Button kind="primary" icon="plus" square={phone} onClick={() => setMaking(true)}>
                <Trans>Add an area</Trans>
              </Button>
            )}
          </>
        }
      />
      <ImpactTabs />
      {some && <FilterBar view={view} period={false} />}
      <PageBody>
        {ranking.isError ? (
          <Card>
            <ErrorState
              error={ranking.error}
              title={t`The ranking could not be fetched.`}
              onRetry={() => ranking.refetch()}
            />
          </Card>
        ) : ranking.isPending ? (
          <Card>
            <LoadingRows rows={6} />
          </Card>
        ) : !some ? (
          <Nothing may={may} closed={ranking.data.closed} onMake={() => setMaking(true)} />
        ) : (
          <Ranked ranking={ranking.data} where={view.where} stale={ranking.isPlaceholderData} />
        )}
      </PageBody>
      {making && <AreaDialog onClose={() => setMaking(false)} />}
    </>
  )
}

function Nothing({ may, closed, onMake }: { may: boolean; closed: number; onMake: () => void }) {
  return (
    <>
      <Card>
        <EmptyState
          sentence={
            closed > 0 ? (
              <Plural value={closed} one="The one impact area is closed." other="All # impact areas are closed." />
            ) : (
              <Trans>No impact area yet: take one that your signals propose, or estimate one.</Trans>
            )
          }
        >
          {may && (
            <Button icon="plus" onClick={onMake}>
              <Trans>Choose touch points</Trans>
            </Button>
          )}
          {may && (
            <ButtonLink icon="gauge" href="/impact/worksheet">
              <Trans>Estimate on a worksheet</Trans>
            </ButtonLink>
          )}
        </EmptyState>
      </Card>
      <ProposalsCard />
    </>
  )
}

function Ranked({ ranking, where, stale }: { ranking: Ranking; where: string[]; stale: boolean }) {
  const { t } = useLingui()
  const may = useMay('impact.write')
  const areas = ranking.areas ?? []
  const priced = areas.filter((a) => !a.missing)
  const valueMissing = areas.some((a) => a.missing?.code === 'value_missing')
  return (
    <div style={{ display: 'contents' }} aria-busy={stale}>
      <Standing standing={ranking.standing} filtered={where.length > 0} />
      {valueMissing && may && <ValueCard currency={ranking.currency} />}
      {priced.length > 0 && <FirstSentence ranking={ranking} />}
      {priced.length > 0 && <Sums of={ranking} />}
      <Columns
        aside={
          priced.length > 0 && (
            <>
              {where.length === 0 && ranking.run && <WhatIfCard ranking={ranking} run={ranking.run} />}
              <Card title={t`What would make it surer`} remark={t`the total`}>
                <CardBody>
                  <Tornado bars={ranking.influences ?? []} currency={ranking.currency} />
                </CardBody>
              </Card>
            </>
          )
        }
      >
        <RankingTable ranking={ranking} />
        {priced.length > 1 && (
          <Card
            title={t`Few areas, most of the money?`}
            remark={t`share of the total with all costlier ones, p10 to p90`}
          >
            <CardBody>
              <Pareto areas={priced} />
            </CardBody>
          </Card>
        )}
        {priced.length > 0 && <SplitCard where={where} />}
        {may && <ProposalsCard folded />}
      </Columns>
    </div>
  )
}
