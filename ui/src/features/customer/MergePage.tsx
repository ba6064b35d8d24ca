import { Trans, useLingui } from '@lingui/react/macro'
import { useParams, useRouter } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import css from './customer.module.css'
import { attributeKeys, firstSides, kept, type MergeField, mergeFields, type Side } from './merge'
import { useSegmentNames } from './parts'
import { type Known, useCustomer, useCustomerDeeds, useFields } from './queries'
import { called, useIdentifierWords } from './words'

/** Two customers side by side: which values the one that stays will have. */
export function MergePage() {
  const { t } = useLingui()
  const { id = '', other = '' } = useParams({ strict: false }) as { id?: string; other?: string }
  const [mine, theirs] = [useCustomer(id), useCustomer(other)]
  const crumb = { label: t`Customers`, href: '/customers' }
  if (mine.data && theirs.data && mine.data.id !== theirs.data.id)
    return <Compare key={mine.data.id + theirs.data.id} mine={mine.data} theirs={theirs.data} />
  const failed = mine.error ?? theirs.error
  return (
    <>
      <PageHeader title={t`Merge customers`} crumb={crumb} />
      <PageBody>
        <Card>
          {failed ? (
            <ErrorState error={failed} title={t`The two could not be fetched.`} />
          ) : mine.data && theirs.data ? (
            <CardBody>
              <p className="second">
                <Trans>These two are one customer already.</Trans>
              </p>
            </CardBody>
          ) : (
            <LoadingRows rows={6} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Compare({ mine, theirs }: { mine: Known; theirs: Known }) {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const [sides, setSides] = useState(() => firstSides(mine, theirs))
  const [segments, setSegments] = useState(() => [...new Set([...(mine.segments ?? []), ...(theirs.segments ?? [])])])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [a, b] = apart(mine, theirs)
  const merge = async () => {
    setBusy(true)
    setError(undefined)
    try {
      const now = await deeds.merge(mine.id, mine.version, {
        other: theirs.id,
        other_version: theirs.version,
        keep: kept(mine, theirs, sides, segments),
      })
      const last = now.merged?.[0]?.id
      toasts.show(t`${b} is merged into ${a}`, {
        undo: () =>
          void deeds.unmerge(last ?? '').catch((failure) => toasts.show(explain(i18n, failure), { tone: 'failed' })),
      })
      void router.navigate({ href: `/customers/${now.id}` })
    } catch (failure) {
      setError(failure)
      setBusy(false)
      void Promise.all([deeds.read(mine.id), deeds.read(theirs.id)]).catch(() => {})
    }
  }
  return (
    <>
      <PageHeader
        title={t`Merge customers`}
        crumb={{ label: a, href: `/customers/${mine.id}` }}
        actions={
          <Button
            onClick={() => void router.navigate({ href: `/customers/${theirs.id}/merge/${mine.id}`, replace: true })}
          >
            <Trans>Keep the other one</Trans>
          </Button>
        }
      />
      <PageBody>
        {error !== undefined && (
          <Card>
            <ErrorState error={error} />
          </Card>
        )}
        <Card title={t`Side by side`} remark={t`choose what stays`}>
          <Sides
            mine={mine}
            theirs={theirs}
            sides={sides}
            onSide={(key, side) => setSides({ ...sides, [key]: side })}
            segments={segments}
            onSegments={setSegments}
          />
        </Card>
        <div className="row wrap">
          <Button kind="primary" busy={busy} onClick={() => void merge()}>
            <Trans>Merge into {a}</Trans>
          </Button>
          <span className="second">
            <Trans>
              Signals, cases, purchases and consent of {b} appear under {a}. It can be taken apart again.
            </Trans>
          </span>
        </div>
      </PageBody>
    </>
  )
}

/** What the two are called, with what tells them apart where that is the same. */
function apart(mine: Known, theirs: Known): [string, string] {
  const [a, b] = [called(mine), called(theirs)]
  if (a !== b) return [a, b]
  const more = (of: Known) => `${called(of)} (${of.identifiers?.[0]?.value ?? of.id})`
  return [more(mine), more(theirs)]
}

function Sides({
  mine,
  theirs,
  sides,
  onSide,
  segments,
  onSegments,
}: {
  mine: Known
  theirs: Known
  sides: Record<string, Side>
  onSide: (key: string, side: Side) => void
  segments: readonly string[]
  onSegments: (list: string[]) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const labels = useLabels()
  const attributes = useFields().data?.attributes ?? []
  const names = useSegmentNames()
  const kinds = useIdentifierWords()
  const known = (of: Known) => [...(of.identifiers ?? []), ...(of.identifiers_merged ?? [])]
  const [a, b] = apart(mine, theirs)
  const offered = names.filter((s) => (mine.segments ?? []).includes(s.key) || (theirs.segments ?? []).includes(s.key))
  return (
    <table className={css.side} aria-label={t`Side by side`}>
      <thead>
        <tr>
          <td style={{ width: 140 }} />
          <th scope="col">
            {a} <span className="muted small">{t`stays`}</span>
          </th>
          <th scope="col">
            {b} <span className="muted small">{t`is merged into it`}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {mergeFields
          .filter((field) => mine[field] || theirs[field])
          .map((field) => (
            <Choice
              key={field}
              label={labels[field]}
              mine={mine[field]}
              theirs={theirs[field]}
              side={sides[field]}
              onSide={(side) => onSide(field, side)}
            />
          ))}
        {attributeKeys(mine, theirs).map((key) => (
          <Choice
            key={key}
            label={attributes.find((a) => a.key === key)?.name ?? key}
            mine={mine.attributes[key]}
            theirs={theirs.attributes[key]}
            side={sides[`attributes.${key}`]}
            onSide={(side) => onSide(`attributes.${key}`, side)}
          />
        ))}
        {offered.length > 0 && (
          <Row label={t`Segments`}>
            <td colSpan={2}>
              <span className="row wrap" style={{ gap: 16 }}>
                {offered.map((s) => (
                  <label key={s.key} className={css.choice}>
                    <input
                      type="checkbox"
                      checked={segments.includes(s.key)}
                      onChange={(event) =>
                        onSegments(
                          event.currentTarget.checked ? [...segments, s.key] : segments.filter((k) => k !== s.key),
                        )
                      }
                    />
                    {s.name}
                  </label>
                ))}
              </span>
            </td>
          </Row>
        )}
        <Row label={t`Known by`}>
          {[mine, theirs].map((of) => (
            <td key={of.id}>
              {known(of).map((i) => (
                <div key={i.kind + i.value}>
                  <span className="muted">{kinds[i.kind]}</span> <code>{i.value}</code>
                </div>
              ))}
            </td>
          ))}
        </Row>
        <Row label={t`Purchases`}>
          {[mine, theirs].map((of) => (
            <td key={of.id}>
              {(of.totals ?? []).map((total) => (
                <div key={total.currency}>{total.bought && format.money(total.bought.text, total.currency)}</div>
              ))}
              {(of.totals ?? []).length === 0 && <span className="muted">{t`none`}</span>}
            </td>
          ))}
        </Row>
        <Row label={t`Known since`}>
          {[mine, theirs].map((of) => (
            <td key={of.id}>{format.date(of.created_at)}</td>
          ))}
        </Row>
      </tbody>
    </table>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      {children}
    </tr>
  )
}

/** One value of each; where they agree there is nothing to choose. */
function Choice({
  label,
  mine,
  theirs,
  side,
  onSide,
}: {
  label: string
  mine?: string
  theirs?: string
  side?: Side
  onSide: (side: Side) => void
}) {
  const { t } = useLingui()
  const name = useId()
  if ((mine ?? '') === (theirs ?? '')) {
    return (
      <Row label={label}>
        <td>{mine}</td>
        <td className="muted">{t`the same`}</td>
      </Row>
    )
  }
  return (
    <Row label={label}>
      {(['mine', 'theirs'] as const).map((one) => (
        <td key={one}>
          <label className={css.choice}>
            <input type="radio" name={name} checked={side === one} onChange={() => onSide(one)} />
            <span style={{ whiteSpace: 'pre-line' }}>
              {(one === 'mine' ? mine : theirs) || <span className="muted">{t`nothing`}</span>}
            </span>
          </label>
        </td>
      ))}
    </Row>
  )
}

function useLabels(): Record<MergeField, string> {
  const { t } = useLingui()
  return {
    name: t`Name`,
    email: t`E-mail`,
    phone: t`Phone`,
    address: t`Address`,
    language: t`Language`,
    zone: t`Time zone`,
  }
}
