import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Chooser } from '../../components/filter/Chooser'
import { FilterBar } from '../../components/filter/FilterBar'
import type { Search } from '../../components/filter/search'
import { useView } from '../../components/filter/useView'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import css from './characteristic.module.css'
import { Detail } from './Detail'
import { EditDialog } from './EditDialog'
import { MatrixTable } from './MatrixTable'
import { type Slice, useMatrix } from './queries'

/** Every group of units, people, touch points or months in every characteristic of service. */
export function CharacteristicsPage() {
  const { t } = useLingui()
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const phone = usePhone()
  const view = useView()
  const mayWrite = useMay('characteristic.write')
  const mayAssess = useMay('assessment.write')
  const [adding, setAdding] = useState(false)
  const by = typeof search.by === 'string' ? search.by : 'unit.team'
  const { where, from, to } = view.question
  const slice = useMemo((): Slice => ({ by, where, from, to }), [by, where, from, to])
  const matrix = useMatrix(slice)
  const say = (patch: Search) =>
    void navigate({ to: '.', search: ((now: Search) => ({ ...now, ...patch })) as never, resetScroll: false })
  const all = matrix.data?.characteristics ?? []
  const wanted = typeof search.of === 'string' ? search.of : ''
  const chosen = all.find((one) => one.key === wanted) ?? all.find((one) => one.bindings.length > 0) ?? all[0]
  const bare = all.length > 0 && all.every((one) => one.bindings.length === 0)
  return (
    <>
      <PageHeader
        title={t`Service characteristics`}
        actions={
          <>
            <ButtonLink icon="list" square={phone} href="/characteristics/sheets">
              {t`Assessments`}
            </ButtonLink>
            {mayAssess && (
              <ButtonLink icon="plus" square={phone} href="/characteristics/sheets/new">
                {t`Assess`}
              </ButtonLink>
            )}
          </>
        }
      />
      <FilterBar view={view} comparable={false} />
      <PageBody>
        <Card>
          <div className={css.controls}>
            <Chooser
              label={t`By`}
              value={by}
              options={[
                { value: 'unit.team', label: t`team` },
                { value: 'unit.site', label: t`site` },
                { value: 'unit.region', label: t`region` },
                { value: 'unit', label: t`unit` },
                { value: 'employee', label: t`employee` },
                { value: 'touch_point', label: t`touch point` },
                { value: 'channel', label: t`channel` },
                { value: 'month', label: t`month` },
                { value: 'quarter', label: t`quarter` },
              ]}
              onChange={(next) => say({ by: next })}
            />
            <span className="grow not-phone" />
            {mayWrite && (
              <Button icon="plus" onClick={() => setAdding(true)}>
                <Trans>One of your own</Trans>
              </Button>
            )}
          </div>
          {matrix.error ? (
            <ErrorState error={matrix.error} kept={t`Your choices are kept.`} onRetry={() => void matrix.refetch()} />
          ) : !matrix.data ? (
            <LoadingRows rows={10} />
          ) : matrix.data.rows.length === 0 ? (
            <EmptyState
              sentence={
                bare ? (
                  <Trans>
                    Nothing is measured yet: choose a characteristic below and say which metrics measure it.
                  </Trans>
                ) : (
                  <Trans>Nothing was heard here. Choose another period or filter.</Trans>
                )
              }
            />
          ) : null}
          {matrix.data && (
            <>
              <MatrixTable
                matrix={matrix.data}
                slice={slice}
                chosen={chosen?.key ?? ''}
                onChoose={(key) => say({ of: key })}
                stale={matrix.isPlaceholderData}
              />
              <p className={css.legend}>
                <Trans>
                  Scores run from 0 to 100, with their 95 % interval. Colours say how far from all together; a triangle
                  that it is more than chance, allowing for many comparisons. Under 30 answers nothing is scored. What
                  people assessed on sheets stands apart.
                </Trans>{' '}
                {matrix.data.narrowed && (
                  <Trans>With a filter, sheets are left out: they have no such attributes.</Trans>
                )}
              </p>
            </>
          )}
        </Card>
        {chosen && <Detail key={chosen.key} of={chosen} slice={slice} search={search} say={say} />}
      </PageBody>
      {adding && <EditDialog onClose={() => setAdding(false)} onMade={(key) => say({ of: key })} />}
    </>
  )
}
