import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { AssessDialog } from './AssessDialog'
import { FigureMark, Verdict } from './FigureMark'
import { JudgeDialog } from './JudgeDialog'
import css from './moment.module.css'
import { type Criterion, type MomentFile, type Reading, useMomentCalls } from './queries'
import { useMethods, useQualities } from './words'

/** One criterion: the customer's words, where they were said, and what was found against its threshold. */
export function CriterionCard({ moment, of, view }: { moment: MomentFile; of: Criterion; view: FigureView }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const may = useMay('moment.write') && moment.state !== 'retired'
  const qualities = useQualities()
  const [open, setOpen] = useState<'assess' | 'judge' | Reading['assessment']>()
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  const at = { id: moment.id, criterion: of.id }
  const remove = () =>
    calls.drop.mutate(at, {
      onSuccess: () =>
        void toasts.show(t`The criterion is taken away`, {
          undo: () => calls.bringBack.mutate(at, { onError: failed }),
        }),
      onError: failed,
    })
  const said = format.date(of.said_at)
  const threshold = format.withUnit(of.threshold, of.unit)
  const readings = of.readings ?? []
  const others = readings.filter((r) => r.voice !== 'employees')
  const own = readings.filter((r) => r.voice === 'employees')
  const past = of.past ?? []
  return (
    <section className={css.criterion} aria-labelledby={of.id}>
      <div className={css.head}>
        <div style={{ minWidth: 0 }}>
          <h3 className={css.words} id={of.id} dir="auto">
            “{of.wording}”
          </h3>
          <p className={css.facts}>
            <Tag tone="outline">{qualities[of.quality]}</Tag>
            <span>
              {of.better === 'down' ? <Trans>kept up to {threshold}</Trans> : <Trans>kept from {threshold}</Trans>}
            </span>
            {of.erased ? (
              <span className="soon">
                <Trans>Its source was erased</Trans>
              </span>
            ) : (
              <AppLink className="link" href={`/signals/${of.signal}`}>
                <Trans>said by a customer on {said}</Trans>
              </AppLink>
            )}
          </p>
        </div>
        {may && (
          <Menu
            trigger={
              <Button kind="quiet" square icon="more">
                {t`More for “${of.wording}”`}
              </Button>
            }
            entries={[
              { label: t`Enter an assessment`, icon: 'plus', onSelect: () => setOpen('assess') },
              { label: t`How it is judged`, icon: 'edit', onSelect: () => setOpen('judge') },
              { label: t`Take away`, icon: 'trash', onSelect: remove },
            ]}
          />
        )}
      </div>
      {others.length === 0 ? (
        <p className="second row wrap">
          <Verdict of="not_measured" />
          {of.metric ? (
            <Trans>No customer was asked about it in this time.</Trans>
          ) : (
            <Trans>No metric says whether it is kept, and nobody has assessed it.</Trans>
          )}
          {may && (
            <button type="button" className="link" onClick={() => setOpen('assess')}>
              <Trans>Enter an assessment</Trans>
            </button>
          )}
        </p>
      ) : (
        <div className={css.readings}>
          {others.map((r) => (
            <ReadingCard key={keyOf(r)} criterion={of} of={r} view={view} onOpen={may ? setOpen : undefined} />
          ))}
        </div>
      )}
      {own.length > 0 && (
        <div>
          <p className="second small" style={{ marginBlockEnd: 4 }}>
            <Trans>What staff think themselves, apart: it changes nothing of what customers say.</Trans>
          </p>
          <div className={css.readings}>
            {own.map((r) => (
              <ReadingCard key={keyOf(r)} criterion={of} of={r} view={view} onOpen={may ? setOpen : undefined} />
            ))}
          </div>
        </div>
      )}
      {past.length > 0 && <Past of={of} />}
      {open && open !== 'judge' && (
        <AssessDialog
          moment={moment}
          of={of}
          supersedes={open === 'assess' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'judge' && <JudgeDialog moment={moment} of={of} onClose={() => setOpen(undefined)} />}
    </section>
  )
}

const keyOf = (r: Reading) => r.assessment?.id ?? r.voice

function ReadingCard({
  criterion,
  of,
  view,
  onOpen,
}: {
  criterion: Criterion
  of: Reading
  view: FigureView
  onOpen?: (a: Reading['assessment']) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const method = useMethods()[of.method]
  const a = of.assessment
  const n = format.count(of.figure.n)
  const signals = address('/signals', {
    where: of.where ?? undefined,
    from: view.slice.from,
    to: view.slice.to,
    metric: criterion.metric,
    score: 'answered',
  })
  return (
    <div className={css.reading} data-apart={of.voice === 'employees' ? '' : undefined}>
      <div className={css.readingHead}>
        <span className="strong small">{method}</span>
        {a && onOpen && (
          <Button kind="quiet" square icon="redo" onClick={() => onOpen(a)}>
            {t`Supersede this assessment`}
          </Button>
        )}
      </div>
      {of.withheld ? (
        <p className="second small">
          <Trans>Fewer than five employees answered: not shown.</Trans>
        </p>
      ) : (
        <FigureMark criterion={criterion} reading={of} />
      )}
      {a ? (
        <p className="muted small" style={{ overflowWrap: 'anywhere' }}>
          {a.assessor} · {format.day(a.from)} – {format.day(a.to)}
          {a.note && (
            <>
              <br />
              {a.note}
            </>
          )}
        </p>
      ) : (
        !of.withheld && (
          <AppLink className="link small" href={signals}>
            <Plural value={of.figure.n} one="the signal behind it" other={`${n} signals behind it`} />
          </AppLink>
        )
      )}
    </div>
  )
}

/** What was entered and doesn't stand any more. */
function Past({ of }: { of: Criterion }) {
  const format = useFormat()
  const methods = useMethods()
  const past = of.past ?? []
  const count = past.length
  return (
    <details>
      <summary className="second small" style={{ cursor: 'pointer' }}>
        <Plural
          value={count}
          one="# assessment that doesn’t stand any more"
          other="# assessments that don’t stand any more"
        />
      </summary>
      <ul className="stack small" style={{ gap: 4, marginBlockStart: 8 }}>
        {past.map((a) => {
          const n = format.count(a.n)
          const kept = format.count(a.kept ?? 0)
          return (
            <li key={a.id}>
              <span className={css.gone}>
                {methods[a.method]} · {a.assessor} · {format.day(a.to)} ·{' '}
                {of.scale === 'mean' ? (
                  `${a.mean} (n ${n})`
                ) : (
                  <Trans>
                    {kept} of {n}
                  </Trans>
                )}
              </span>{' '}
              <span className="muted">{a.withdrawn ? a.withdrawn : <Trans>superseded</Trans>}</span>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
