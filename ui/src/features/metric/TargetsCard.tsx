import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody } from '../../components/layout/Page'
import type { Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { useSetTargets, useTargets, useUnitTree } from './queries'
import { TargetGrid } from './TargetGrid'
import { cellsOf, type Edits, merged, type Period, periodsFor, periodsOf } from './targets'

/** What the figure should reach, by unit and period: a grid to fill in like a spreadsheet. */
export function TargetsCard({ metric, may }: { metric: Metric; may: boolean }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const targets = useTargets(metric.id)
  const units = useUnitTree()
  const save = useSetTargets(metric.id)
  const [edits, setEdits] = useState<Edits>({})
  const [added, setAdded] = useState<Period[]>([])
  const [wrong, setWrong] = useState('')
  const unit = format.suffix(metric.unit)
  const items = targets.data?.items ?? []
  const had = periodsOf(items)
  const periods = [...had, ...added.filter((p) => !had.some((h) => h.from === p.from && h.to === p.to))].sort(
    (a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to),
  )
  const send = () => {
    const list = merged(items, edits)
    if (list.some((one) => !Number.isFinite(one.value))) {
      setWrong(t`One of the targets isn’t a number.`)
      return
    }
    save.mutate(
      { version: targets.data?.version ?? 0, items: list },
      {
        onSuccess: () => {
          setEdits({})
          setAdded([])
          setWrong('')
          toasts.show(t`The targets are saved`)
        },
        onError: (error) => setWrong(explain(i18n, error)),
      },
    )
  }
  const failed = targets.error ?? units.error
  return (
    <Card
      title={t`Targets`}
      remark={
        unit ? t`in ${unit}; a unit without one has the nearest above` : t`a unit without one has the nearest above`
      }
      controls={may && <AddPeriods onAdd={(more) => setAdded((now) => [...now, ...more])} />}
    >
      {failed ? (
        <ErrorState
          error={failed}
          title={t`The targets could not be fetched.`}
          onRetry={() => {
            void targets.refetch()
            void units.refetch()
          }}
        />
      ) : !targets.data || !units.data ? (
        <LoadingRows rows={3} />
      ) : periods.length === 0 ? (
        <CardBody>
          <p className="second">
            {may ? (
              <Trans>No targets yet. Choose for which time above, and add it.</Trans>
            ) : (
              <Trans>No targets yet.</Trans>
            )}
          </p>
        </CardBody>
      ) : (
        <>
          <TargetGrid
            periods={periods}
            units={units.data}
            cells={{ ...cellsOf(items), ...edits }}
            readOnly={!may}
            onEdit={(more) => setEdits((now) => ({ ...now, ...more }))}
          />
          {may && (
            <CardBody>
              <div className="stack">
                {wrong && (
                  <div role="alert">
                    <Notice tone="soon" icon="warning">
                      {wrong}
                    </Notice>
                  </div>
                )}
                <div className="row wrap">
                  <Button
                    kind="primary"
                    busy={save.isPending}
                    disabled={Object.keys(edits).length === 0}
                    onClick={send}
                  >
                    <Trans>Save the targets</Trans>
                  </Button>
                  {(Object.keys(edits).length > 0 || added.length > 0) && (
                    <Button
                      onClick={() => {
                        setEdits({})
                        setAdded([])
                        setWrong('')
                      }}
                    >
                      <Trans>Discard</Trans>
                    </Button>
                  )}
                  <span className="muted small">
                    <Trans>A block copied from a spreadsheet can be pasted into the first cell.</Trans>
                  </span>
                </div>
              </div>
            </CardBody>
          )}
        </>
      )}
    </Card>
  )
}

function AddPeriods({ onAdd }: { onAdd: (periods: Period[]) => void }) {
  const { t } = useLingui()
  const [grain, setGrain] = useState<'open' | 'year' | 'quarter' | 'month'>('year')
  const [year, setYear] = useState(new Date().getFullYear())
  return (
    <span className="row wrap no-print">
      <NativeSelect
        aria-label={t`For which time`}
        value={grain}
        onChange={(e) => setGrain(e.currentTarget.value as typeof grain)}
        data={[
          { value: 'open', label: t`From then on` },
          { value: 'year', label: t`The year` },
          { value: 'quarter', label: t`Each quarter` },
          { value: 'month', label: t`Each month` },
        ]}
      />
      <NumberInput
        aria-label={t`Year`}
        value={year}
        onChange={(v) => setYear(Number(v))}
        min={1990}
        max={2100}
        w={90}
        allowDecimal={false}
      />
      <Button icon="plus" onClick={() => onAdd(periodsFor(grain, year))}>
        <Trans>Add</Trans>
      </Button>
    </span>
  )
}
