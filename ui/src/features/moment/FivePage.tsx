import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { NumberInput, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Figure } from '../../components/figure/Figure'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { PeriodPicker } from '../../components/filter/PeriodPicker'
import { address } from '../../components/filter/search'
import { type FigureView, useFigureView } from '../../components/filter/useFigureView'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { useMetrics } from '../../core/metrics'
import { useTouchPoints } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { MomentTabs } from './MomentTabs'
import css from './moment.module.css'
import { type Characteristic, type Five, useFive, useMomentCalls } from './queries'
import { useFiveWords } from './words'

/** The five characteristics of companies that handle moments of truth well: computed where there is evidence, else assessed. */
export function FivePage() {
  const { t } = useLingui()
  const view = useFigureView()
  const found = useFive(view.period, view.ready)
  return (
    <>
      <PageHeader title={t`Moments of truth`} remark={t`what companies have in common that handle them well`} />
      <MomentTabs>
        <PeriodPicker view={view} comparable={false} />
      </MomentTabs>
      <PageBody>
        <Card
          title={t`Five characteristics`}
          remark={t`computed from evidence where there is any, else assessed by a person`}
        >
          {found.isError || view.error ? (
            <ErrorState
              error={found.error ?? view.error}
              title={t`The characteristics could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : !found.data ? (
            <LoadingRows rows={5} />
          ) : (
            <div aria-busy={found.isPlaceholderData}>
              {(found.data.items ?? []).map((c, at) => (
                <Row key={c.key} of={c} at={at} five={found.data} view={view} />
              ))}
            </div>
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Row({ of, at, five, view }: { of: Characteristic; at: number; five: Five; view: FigureView }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useFiveWords()[of.key]
  const may = useMay('moment.confirm')
  const [open, setOpen] = useState<'state' | 'bind'>()
  const [hits, n] = [format.count(of.hits), format.count(of.figure.n)]
  const unit = of.key === 'initiative' ? 'score' : '%'
  const statements = of.statements ?? []
  const said = statements[0]
  const history = of.history ?? []
  const shown = { ...of.figure, too_few: false, n: Math.max(of.figure.n, of.mark === 'assessed' ? 1 : 0) }
  return (
    <section className={css.five} aria-labelledby={`five-${of.key}`}>
      <div style={{ minWidth: 0 }}>
        <h3 className={css.name} id={`five-${of.key}`}>
          <span className={css.number}>{at + 1}</span>
          {words.name}
        </h3>
        <p className="second" style={{ marginBlockStart: 4, maxWidth: '75ch' }}>
          {words.how}
        </p>
        <Evidence of={of} view={view} />
        {of.mark === 'assessed' && said && (
          <p style={{ marginBlockStart: 8, overflowWrap: 'anywhere', maxWidth: '75ch' }} dir="auto">
            {said.evidence}{' '}
            <span className="muted small">
              {said.by} · {format.date(said.at)}
            </span>
          </p>
        )}
        {of.mark !== 'computed' && (
          <p className="second small" style={{ marginBlockStart: 8 }}>
            {of.withheld ? <Trans>Fewer than five employees: not shown.</Trans> : words.none}
          </p>
        )}
        {may && (
          <div className="row wrap" style={{ marginBlockStart: 8 }}>
            {of.mark !== 'computed' && (
              <Button onClick={() => setOpen('state')}>
                {said ? <Trans>Assess it anew</Trans> : <Trans>Assess it</Trans>}
              </Button>
            )}
            {of.key === 'initiative' && (
              <Button kind="quiet" icon="edit" onClick={() => setOpen('bind')}>
                {five.initiative ? <Trans>Change the metric</Trans> : <Trans>Choose the metric</Trans>}
              </Button>
            )}
          </div>
        )}
        {statements.length > (of.mark === 'assessed' ? 1 : 0) && <Said of={of} />}
      </div>
      <div className={css.mark}>
        <div className={css.markHead}>
          {of.mark === 'none' ? (
            <span className="muted strong">{t`Not measured`}</span>
          ) : (
            <Figure figure={shown} unit={unit} size="medium" />
          )}
          {of.mark === 'computed' ? (
            <Tag tone="accent" icon="gauge">
              <Trans>Computed</Trans>
            </Tag>
          ) : of.mark === 'assessed' ? (
            <Tag tone="outline" icon="person">
              <Trans>Assessed</Trans>
            </Tag>
          ) : null}
        </div>
        {of.mark !== 'none' && <IntervalMark figure={shown} unit={unit} domain={[0, 100]} />}
        <p className="muted small">
          {of.mark === 'computed' ? (
            of.full ? (
              <Trans>
                {hits} of {n}, counted in full
              </Trans>
            ) : of.key === 'initiative' ? (
              <>
                {format.range(of.figure.low, of.figure.high, unit)} · n {n}
              </>
            ) : (
              <Trans>
                {format.interval(of.figure.low, of.figure.high, unit)} · {hits} of {n}
              </Trans>
            )
          ) : of.mark === 'assessed' ? (
            <Trans>a person’s judgement, 0 to 100</Trans>
          ) : null}
        </p>
        {history.length > 1 && <History of={of} />}
      </div>
      {open === 'state' && <StateDialog of={of} onClose={() => setOpen(undefined)} />}
      {open === 'bind' && <BindDialog five={five} onClose={() => setOpen(undefined)} />}
    </section>
  )
}

/** What a figure rests on, each a way to its records. */
function Evidence({ of, view }: { of: Characteristic; view: FigureView }) {
  const names = useTouchPoints().data ?? []
  const cases = of.cases ?? []
  const without = of.without ?? []
  const slice = { from: view.slice.from, to: view.slice.to }
  return (
    <>
      {of.mark === 'computed' && cases.length > 0 && (
        <p className={css.refs}>
          <span className="muted small">
            {of.key === 'authority' ? <Trans>handed over or escalated:</Trans> : <Trans>changed hands:</Trans>}
          </span>
          {cases.slice(0, 8).map((c) => (
            <AppLink key={c.id} className="link small" href={`/inbox/${c.id}`} title={c.title}>
              {c.ref}
            </AppLink>
          ))}
        </p>
      )}
      {without.length > 0 && (
        <p className={css.refs}>
          <span className="muted small">
            <Plural value={without.length} one="without: #" other="without: #" />
          </span>
          {without.slice(0, 6).map((key) => (
            <AppLink
              key={key}
              className="link small"
              href={address('/signals', { where: [`touch_point:${key}`], ...slice })}
            >
              {names.find((p) => p.key === key)?.name ?? key}
            </AppLink>
          ))}
        </p>
      )}
      {(of.moments ?? []).length > 0 && (
        <p className={css.refs}>
          {(of.moments ?? []).map((id, at) => {
            const number = at + 1
            return (
              <AppLink key={id} className="link small" href={`/moments/${id}/check`}>
                <Trans>procedure {number}</Trans>
              </AppLink>
            )
          })}
        </p>
      )}
      {of.metric && (
        <p className={css.refs}>
          <AppLink
            className="link small"
            href={address('/signals', {
              where: of.where ?? undefined,
              metric: of.metric.key,
              score: 'answered',
              ...slice,
            })}
          >
            {of.metric.name}
          </AppLink>
        </p>
      )}
    </>
  )
}

function History({ of }: { of: Characteristic }) {
  const { t } = useLingui()
  const format = useFormat()
  const list = of.history ?? []
  const unit = of.key === 'initiative' ? 'score' : '%'
  const words = list.map((h) => `${format.bucket(h.month)} ${format.withUnit(h.figure.value, unit)}`)
  return (
    <div>
      <div className={css.spark} role="img" aria-label={t`By month: ${format.list(words)}`}>
        {list.map((h, at) => (
          <span key={h.month} style={{ height: `${h.figure.value ?? 0}%` }} title={words[at]} />
        ))}
      </div>
      <p className="muted small">
        {format.bucket(list[0]?.month ?? '')} – {format.bucket(list.at(-1)?.month ?? '')}
      </p>
    </div>
  )
}

/** What people said of it before. */
function Said({ of }: { of: Characteristic }) {
  const format = useFormat()
  const past = of.mark === 'assessed' ? (of.statements ?? []).slice(1) : (of.statements ?? [])
  return (
    <details style={{ marginBlockStart: 8 }}>
      <summary className="second small" style={{ cursor: 'pointer' }}>
        <Plural value={past.length} one="Assessed before: once" other="Assessed before: # times" />
      </summary>
      <ul className="stack small" style={{ gap: 4, marginBlockStart: 4 }}>
        {past.map((s) => (
          <li key={s.at} style={{ overflowWrap: 'anywhere' }}>
            <b>{s.value}</b> {s.evidence}{' '}
            <span className="muted">
              {s.by} · {format.date(s.at)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function StateDialog({ of, onClose }: { of: Characteristic; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const words = useFiveWords()[of.key]
  const form = useForm({
    id: 'state',
    initial: { value: '' as number | '', evidence: '' },
    labels: { value: t`How far it is so, 0 to 100`, evidence: t`On what your assessment rests` },
    check: (v) => ({
      value: v.value === '' ? t`A number from 0 to 100` : undefined,
      evidence: v.evidence.trim() ? undefined : t`Say on what it rests`,
    }),
    send: async (v) => {
      await calls.state.mutateAsync({ key: of.key, value: Number(v.value), evidence: v.evidence.trim() })
      onClose()
      toasts.show(t`Your assessment is kept, with your name`)
    },
  })
  return (
    <FormDialog title={t`Assess a characteristic`} deed={t`Assess`} form={form} onClose={onClose} size={560}>
      <p className="strong">{words.name}</p>
      <p className="second">
        <Trans>It is a judgement, and marked as one. Once there is evidence, what is computed takes its place.</Trans>
      </p>
      <NumberInput
        label={form.labels.value}
        min={0}
        max={100}
        allowDecimal={false}
        data-autofocus
        {...form.control('value')}
        onChange={(value) => form.set({ value: typeof value === 'number' ? value : '' })}
      />
      <Textarea
        label={form.labels.evidence}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={2000}
        {...form.field('evidence')}
      />
    </FormDialog>
  )
}

function BindDialog({ five, onClose }: { five: Five; onClose: () => void }) {
  const { t } = useLingui()
  const calls = useMomentCalls()
  const metrics = useMetrics().data ?? []
  const [version] = useState(five.version)
  const form = useForm({
    id: 'bind',
    initial: { metric: (five.initiative || null) as string | null },
    labels: { metric: t`Metric` },
    send: async (v) => {
      await calls.bind.mutateAsync({ version, metric: v.metric ?? '' })
      onClose()
    },
  })
  return (
    <FormDialog title={t`How employees are asked about initiative`} deed={t`Save`} form={form} onClose={onClose}>
      <p className="second">
        <Trans>
          Only signals of the kind “employee” count, such as answers to “My manager encourages me to act on my own”.
        </Trans>
      </p>
      <Select
        label={form.labels.metric}
        data={metrics.map((m) => ({ value: m.key, label: m.name }))}
        searchable
        clearable
        data-autofocus
        {...form.control('metric')}
      />
    </FormDialog>
  )
}
