import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { FilterBar } from '../../components/filter/FilterBar'
import { address } from '../../components/filter/search'
import { useView } from '../../components/filter/useView'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useFormat } from '../../words/i18n'
import { FirstSentence } from './FirstSentence'
import { ImpactTabs } from './ImpactTabs'
import css from './impact.module.css'
import { type Ranking, useRanking } from './queries'
import { RankingTable } from './RankingTable'
import { Sums } from './Sums'
import { Tornado } from './Tornado'
import { useGrades } from './words'

/** One page for somebody who decides: what it costs, where, how sure that is. On the screen, on paper, as a PDF. */
export function ReportPage() {
  const { t } = useLingui()
  const view = useView(null)
  const ranking = useRanking(view.where)
  const phone = usePhone()
  const pdf = address('/api/v1/impact/report', { where: view.where })
  return (
    <>
      <PageHeader
        title={t`Vulnerability report`}
        crumb={{ label: t`Where to look first`, href: '/impact' }}
        actions={
          <>
            {!phone && (
              <Button icon="note" onClick={() => window.print()}>
                <Trans>Print</Trans>
              </Button>
            )}
            <ButtonLink kind="primary" icon="export" href={pdf} download="vulnerability.pdf">
              PDF
            </ButtonLink>
          </>
        }
      />
      <ImpactTabs />
      <FilterBar view={view} period={false} />
      <PageBody>
        <div className={css.page}>
          {ranking.isError ? (
            <Card>
              <ErrorState
                error={ranking.error}
                title={t`The report could not be fetched.`}
                onRetry={() => ranking.refetch()}
              />
            </Card>
          ) : ranking.isPending ? (
            <Card>
              <LoadingRows rows={6} />
            </Card>
          ) : (ranking.data.areas ?? []).every((a) => a.missing) ? (
            <Card>
              <EmptyState
                sentence={
                  ranking.data.missing?.message ?? t`There is nothing to report yet: no impact area has an amount.`
                }
              >
                <ButtonLink icon="left" href="/impact">
                  <Trans>Where to look first</Trans>
                </ButtonLink>
              </EmptyState>
            </Card>
          ) : (
            <Inside ranking={ranking.data} />
          )}
        </div>
      </PageBody>
    </>
  )
}

function Inside({ ranking }: { ranking: Ranking }) {
  const { t } = useLingui()
  const format = useFormat()
  const grades = useGrades()
  const priced = (ranking.areas ?? []).filter((a) => !a.missing)
  const counts = ['A', 'B', 'C', 'D']
    .map((g) => [g, priced.filter((a) => a.grade === g).length] as const)
    .filter(([, n]) => n > 0)
  const [from, to, draws] = [format.date(ranking.from), format.date(ranking.to), format.count(ranking.draws)]
  const measured = ranking.standing.at ? format.dateTime(ranking.standing.at) : ''
  return (
    <>
      <FirstSentence ranking={ranking} />
      <Sums of={ranking} />
      <RankingTable ranking={{ ...ranking, areas: priced.slice(0, 10) }} />
      <Card title={t`What would make it surer`} remark={t`the total`}>
        <CardBody>
          <Tornado bars={(ranking.influences ?? []).slice(0, 6)} currency={ranking.currency} />
        </CardBody>
      </Card>
      <Card title={t`What it rests on`}>
        <CardBody>
          <ul className={css.pareto}>
            {counts.map(([g, n]) => (
              <li key={g} style={{ display: 'block' }}>
                <Plural value={n} one="# area" other="# areas" /> · {grades[g]}
              </li>
            ))}
          </ul>
          <p className={css.because} style={{ marginBlockStart: 8 }}>
            <Trans>
              Customers who meet an area × the share for whom it fails × what leaving, spending less and bad words then
              cost; every number is a range, drawn {draws} times; no customer’s loss is counted in two areas.
            </Trans>{' '}
            <Trans>
              Heard from {from} to {to}.
            </Trans>{' '}
            {measured && <Trans>Measured {measured}.</Trans>}
          </p>
        </CardBody>
      </Card>
    </>
  )
}
