import { Trans, useLingui } from '@lingui/react/macro'
import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { breakdowns } from '../../components/charts/dimension'
import { Chooser } from '../../components/filter/Chooser'
import { useDimensions, useDimensionValues } from '../../core/dimensions'
import { useFormat } from '../../words/i18n'
import css from './driver.module.css'
import type { Candidate } from './queries'
import type { Drivers } from './useDrivers'

const most = 15

/** What is explained by what: the outcome, its measures, what becomes of gaps, and who is compared with whom. */
export function Controls({ drivers }: { drivers: Drivers }) {
  const { t } = useLingui()
  const { metrics, outcome, missing, say } = drivers
  return (
    <div className={css.controls}>
      <Chooser
        label={t`Outcome`}
        value={outcome}
        options={metrics.map((m) => ({ value: m.key, label: m.name }))}
        onChange={(key) => say({ outcome: key, measure: undefined })}
      />
      <Measures drivers={drivers} />
      <Chooser
        label={t`Rows with gaps`}
        value={missing}
        options={[
          { value: 'listwise', label: t`are left out` },
          { value: 'pairwise', label: t`count pair by pair` },
        ]}
        onChange={(next) => say({ missing: next === 'pairwise' ? next : undefined })}
      />
      <Compare drivers={drivers} />
    </div>
  )
}

/** Which measures may drive the outcome, and how often both were heard together. */
function Measures({ drivers }: { drivers: Drivers }) {
  const { t } = useLingui()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const { candidates, measures, picked, setMeasures } = drivers
  const list = candidates.data?.candidates ?? []
  const why = (c: Candidate) =>
    c.why === 'never_together'
      ? t`never together`
      : c.why === 'an_outcome'
        ? t`${format.percent(c.share)}, an outcome too`
        : format.percent(c.share)
  const toggle = (key: string) =>
    setMeasures(measures.includes(key) ? measures.filter((one) => one !== key) : [...measures, key])
  const chosen = measures.length
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={340} trapFocus returnFocus>
      <Popover.Target>
        <Button onClick={() => setOpen(!open)} aria-expanded={open} icon="list">
          {picked ? t`${chosen} measures` : t`${chosen} measures, as proposed`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className="muted small" style={{ margin: '0 0 6px' }}>
          <Trans>Heard in the same response or contact as the outcome:</Trans>
        </p>
        <div className={css.measures}>
          {list.map((c) => (
            <label key={c.key} className={css.measure}>
              <input
                type="checkbox"
                checked={measures.includes(c.key)}
                disabled={!measures.includes(c.key) && (measures.length >= most || c.together === 0)}
                onChange={() => toggle(c.key)}
              />
              <span className="ellipsis">{c.name}</span>
              <span className="muted small nowrap">{why(c)}</span>
            </label>
          ))}
        </div>
        {picked && (
          <Button kind="quiet" onClick={() => setMeasures([])}>
            <Trans>As proposed</Trans>
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Two values of a dimension, side by side. */
function Compare({ drivers }: { drivers: Drivers }) {
  const { t } = useLingui()
  const { by, a, b, say } = drivers
  const dimensions = useDimensions().data ?? []
  const values = useDimensionValues(by, '', { enabled: by !== '' }).data ?? []
  const choices = breakdowns(dimensions).filter((d) => d.values > 1)
  const options = (other: string) =>
    values.filter((v) => v.value !== other).map((v) => ({ value: v.value, label: v.label }))
  const choose = (dimension: string) => say({ by: dimension || undefined, a: undefined, b: undefined })
  return (
    <>
      <Chooser
        label={t`Compare`}
        value={by}
        options={[{ value: '', label: t`nobody` }, ...choices.map((d) => ({ value: d.key, label: d.name }))]}
        onChange={choose}
      />
      {by !== '' && (
        <>
          <Chooser
            label={t`this`}
            value={a}
            options={[{ value: '', label: t`choose` }, ...options(b)]}
            onChange={(value) => say({ a: value || undefined })}
          />
          <Chooser
            label={t`with`}
            value={b}
            options={[{ value: '', label: t`choose` }, ...options(a)]}
            onChange={(value) => say({ b: value || undefined })}
          />
        </>
      )}
    </>
  )
}
