import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { Card, CardBody } from '../../components/layout/Page'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { LinkCaseDialog } from './LinkCaseDialog'
import css from './moment.module.css'
import { type Incident, type MomentFile, useMomentCalls } from './queries'
import { type Code, codes, useCodes } from './words'

const first = 10

/** The critical incidents, and how what failed was handled, as people coded it. */
export function Incidents({ of, pick }: { of: MomentFile; pick?: string }) {
  const { t } = useLingui()
  const may = useMay('moment.write') && of.state !== 'retired'
  const mayCase = useMay('case.read') && may
  const [linking, setLinking] = useState(false)
  const [all, setAll] = useState(false)
  const list = of.incidents ?? []
  const shown = all ? list : list.slice(0, first)
  const more = list.length - shown.length
  return (
    <Card
      title={t`Critical incidents`}
      remark={t`times at which customers decided`}
      controls={
        <span className="row">
          {mayCase && (
            <Button kind="quiet" icon="link" onClick={() => setLinking(true)}>
              <Trans>Link a case</Trans>
            </Button>
          )}
        </span>
      }
    >
      {list.length === 0 ? (
        <CardBody>
          <p className="second row wrap">
            <Trans>None is linked yet. One at least is needed before the moment is confirmed.</Trans>
            {pick && (
              <ButtonLink icon="plus" href={pick}>
                <Trans>Pick from comments</Trans>
              </ButtonLink>
            )}
          </p>
        </CardBody>
      ) : (
        <>
          <Handled of={of} />
          <ul className={css.list} aria-label={t`Critical incidents`}>
            {shown.map((i) => (
              <Row key={i.id} moment={of} of={i} may={may} />
            ))}
          </ul>
          {more > 0 && (
            <p className={css.foot}>
              <button type="button" className="link" onClick={() => setAll(true)}>
                <Plural value={more} one="# more" other="# more" />
              </button>
            </p>
          )}
        </>
      )}
      {linking && <LinkCaseDialog of={of} onClose={() => setLinking(false)} />}
    </Card>
  )
}

function Handled({ of }: { of: MomentFile }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useCodes()
  const list = of.handled ?? []
  const n = list[0]?.n ?? 0
  if (n === 0) return null
  return (
    <CardBody>
      <p className="second small" style={{ marginBlockEnd: 8 }}>
        <Plural
          value={n}
          one="How the # failure that was coded was handled"
          other="How the # failures that were coded were handled; one may have several codes"
        />
      </p>
      <dl className={css.shares} aria-label={t`How failures were handled`}>
        {list.map((h) => {
          const count = format.count(h.count)
          const interval = format.interval(h.low, h.high, '%')
          return (
            <div key={h.code}>
              <dt>{words[h.code]}</dt>
              <dd>
                <IntervalMark
                  figure={{ value: h.value, low: h.low, high: h.high, n: h.n, too_few: false }}
                  unit="%"
                  domain={[0, 100]}
                />
              </dd>
              <dd className="small num">
                <b>{format.withUnit(h.value, '%')}</b>{' '}
                <span className="muted">
                  <Trans>
                    {interval} · {count} of {n}
                  </Trans>
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
    </CardBody>
  )
}

function Row({ moment, of, may }: { moment: MomentFile; of: Incident; may: boolean }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const words = useCodes()
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  const at = { id: moment.id, incident: of.id }
  const chosen = of.codes ?? []
  const code = (next: readonly Code[], kind = of.kind) =>
    calls.code.mutate(
      { ...at, version: of.version, body: { kind, codes: kind === 'failure' ? [...next] : [], note: of.note } },
      { onError: failed },
    )
  const remove = () =>
    calls.unlink.mutate(at, {
      onSuccess: () =>
        void toasts.show(t`The incident is taken away`, { undo: () => calls.relink.mutate(at, { onError: failed }) }),
      onError: failed,
    })
  const by = of.coded_by ?? ''
  const day = of.coded_at ? format.date(of.coded_at) : ''
  return (
    <li className={css.incident}>
      <div className={css.head}>
        <div style={{ minWidth: 0 }}>
          {of.erased ? (
            <p className="muted">
              <Trans>What was said here was erased.</Trans>
            </p>
          ) : (
            <p className={css.said} dir="auto">
              {of.words || <span className="muted">{t`You may not read what was said.`}</span>}
            </p>
          )}
          <p className={css.facts}>
            <Tag tone={of.kind === 'failure' ? 'worse' : 'better'} icon={of.kind === 'failure' ? 'warning' : 'check'}>
              {of.kind === 'failure' ? t`Failure` : t`Delight`}
            </Tag>
            {of.signal && !of.erased && (
              <AppLink className="link" href={`/signals/${of.signal}`}>
                {of.heard_at ? format.date(of.heard_at) : t`The signal`}
              </AppLink>
            )}
            {of.case && (
              <AppLink className="link" href={`/inbox/${of.case}`}>
                {of.ref || t`The case`}
              </AppLink>
            )}
            {by && (
              <span>
                <Trans>
                  coded by {by}, {day}
                </Trans>
              </span>
            )}
          </p>
        </div>
        {may && (
          <Menu
            trigger={
              <Button kind="quiet" square icon="more">
                {t`More for this incident`}
              </Button>
            }
            entries={[
              of.kind === 'failure'
                ? { label: t`It was a delight`, icon: 'check', onSelect: () => code([], 'delight') }
                : { label: t`It was a failure`, icon: 'warning', onSelect: () => code([], 'failure') },
              { label: t`Take away`, icon: 'trash', onSelect: remove },
            ]}
          />
        )}
      </div>
      {of.kind === 'failure' &&
        (may ? (
          <fieldset className={css.codes}>
            <legend className="vh">{t`How the failure was handled`}</legend>
            {codes.map((c) => (
              <label key={c} className={css.code}>
                <input
                  type="checkbox"
                  checked={chosen.includes(c)}
                  onChange={(e) =>
                    code(e.currentTarget.checked ? [...chosen, c] : chosen.filter((other) => other !== c))
                  }
                />
                <span>
                  {chosen.includes(c) && '✓ '}
                  {words[c]}
                </span>
              </label>
            ))}
          </fieldset>
        ) : (
          chosen.length > 0 && <p className="small">{format.list(chosen.map((c) => words[c]))}</p>
        ))}
    </li>
  )
}
