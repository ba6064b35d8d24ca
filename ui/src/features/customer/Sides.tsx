import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import { Avatar } from '../../components/Avatar'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, Facts } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import type { Deed } from './CustomerPage'
import css from './customer.module.css'
import { type Known, useCustomerDeeds, useFields } from './queries'
import { called, channels, useChannelWords, useConsentWords, useIdentifierWords, usePurposeWords } from './words'

/** Who they are and what they are known by. */
export function AboutCard({ known, onDo }: { known: Known; onDo?: (deed: Deed) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const kinds = useIdentifierWords()
  const defined = useFields().data?.attributes ?? []
  const languages = new Intl.DisplayNames([format.locale], { type: 'language', fallback: 'code' })
  const others = [...(known.identifiers ?? []), ...(known.identifiers_merged ?? [])]
  const value = (type: string, text: string) => (type === 'date' ? format.day(text) : text)
  return (
    <Card
      title={t`About`}
      controls={
        onDo && (
          <Button kind="quiet" onClick={() => onDo('identifiers')}>
            <Trans>Identifiers</Trans>
          </Button>
        )
      }
    >
      <CardBody>
        <div className="row" style={{ marginBottom: 12 }}>
          <Avatar name={called(known)} />
          <span className="strong">{called(known)}</span>
        </div>
        <Facts
          items={[
            [
              t`E-mail`,
              known.email && (
                <a className="link" href={`mailto:${known.email}`}>
                  {known.email}
                </a>
              ),
            ],
            [
              t`Phone`,
              known.phone && (
                <a className="link" href={`tel:${known.phone.replace(/[^\d+]/g, '')}`}>
                  {known.phone}
                </a>
              ),
            ],
            [t`Address`, known.address && <span style={{ whiteSpace: 'pre-line' }}>{known.address}</span>],
            [t`Language`, known.language && languages.of(known.language)],
            [t`Time zone`, known.zone],
            ...defined.map((a) => [a.name, value(a.type, known.attributes[a.key] ?? '')] as const),
            [t`Known since`, format.date(known.created_at)],
          ]}
        />
        {others.length > 0 && (
          <>
            <h3 style={{ margin: '12px 0 4px' }} className="small muted">{t`Known by`}</h3>
            <dl style={{ display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', gap: '4px 16px' }}>
              {others.map((i) => (
                <Fragment key={i.kind + i.value}>
                  <dt className="muted">{kinds[i.kind]}</dt>
                  <dd style={{ overflowWrap: 'anywhere' }}>
                    <code>{i.value}</code>
                  </dd>
                </Fragment>
              ))}
            </dl>
          </>
        )}
      </CardBody>
    </Card>
  )
}

/** What they bought, a line a currency. */
export function PurchasesCard({ known, onAdd }: { known: Known; onAdd?: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const totals = known.totals ?? []
  return (
    <Card
      title={t`Purchases`}
      controls={
        onAdd && (
          <Button kind="quiet" icon="plus" onClick={onAdd}>
            <Trans>Add</Trans>
          </Button>
        )
      }
    >
      {totals.length === 0 ? (
        <CardBody>
          <p className="second">
            <Trans>None is known.</Trans>
          </p>
        </CardBody>
      ) : (
        <ul className={css.lines}>
          {totals.map((total) => {
            const undone = total.undone ? format.money(total.undone.text, total.currency) : ''
            const [count, lost] = [format.count(total.count), format.count(total.count_undone)]
            return (
              <li key={total.currency}>
                <span className="grow">
                  <b>{total.bought && format.money(total.bought.text, total.currency)}</b>
                  <span className="small muted" style={{ display: 'block' }}>
                    {total.count_undone > 0
                      ? t`${count} bought; ${lost} cancelled or returned, ${undone}`
                      : t`${count} bought`}
                  </span>
                </span>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}

/** How they may be contacted, and what they agreed to. */
export function ConsentCard({ known, onDo }: { known: Known; onDo?: (deed: Deed) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const [words, purposes, ways] = [useConsentWords(), usePurposeWords(), useChannelWords()]
  const { do_not_contact, channels: wanted } = known.preferences
  const list: string[] = channels.filter((c) => (wanted ?? []).includes(c)).map((c) => ways[c] ?? c)
  return (
    <Card
      title={t`Contact and consent`}
      controls={
        onDo && (
          <>
            <Button kind="quiet" onClick={() => onDo('preferences')}>
              <Trans>Contact</Trans>
            </Button>
            <Button kind="quiet" onClick={() => onDo('consent')}>
              <Trans>Consent</Trans>
            </Button>
          </>
        )
      }
    >
      <CardBody>
        <p className={do_not_contact ? 'worse' : 'second'}>
          {do_not_contact
            ? t`They don’t want to be contacted at all.`
            : list.length === channels.length
              ? t`May be contacted through every channel.`
              : list.length === 0
                ? t`May be contacted through no channel.`
                : t`May be contacted by ${format.list(list)}.`}
        </p>
      </CardBody>
      <ul className={css.lines}>
        {(known.consents ?? []).map((c) => (
          <li key={c.purpose}>
            <span className="grow">{purposes[c.purpose]}</span>
            {c.at && c.state !== 'none' && <span className="muted small nowrap">{format.date(c.at)}</span>}
            <Tag
              tone={c.allowed ? 'better' : c.state === 'withdrawn' ? 'worse' : undefined}
              icon={c.allowed ? 'check' : 'close'}
            >
              {words(c)}
            </Tag>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Who was merged into this one, and the way back. */
export function MergedCard({ known, may }: { known: Known; may: boolean }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const merged = known.merged ?? []
  if (merged.length === 0) return null
  const undo = async (id: string, name: string) => {
    try {
      await deeds.unmerge(id)
      toasts.show(t`${name} is a customer of its own again`)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return (
    <Card title={t`Merged into this customer`}>
      <ul className={css.lines}>
        {merged.map((m) => (
          <li key={m.id}>
            <span className="grow">
              {m.name}
              <span className="small muted" style={{ display: 'block' }}>
                {m.by ? t`${format.date(m.at)}, by ${m.by}` : format.date(m.at)}
              </span>
            </span>
            {may && m.last && (
              <Button icon="undo" onClick={() => void undo(m.id, m.name)}>
                <Trans>Take apart</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {merged.length > 1 && may && (
        <CardBody>
          <p className="small muted">
            <Trans>The latest merge is taken apart first.</Trans>
          </p>
        </CardBody>
      )}
    </Card>
  )
}
