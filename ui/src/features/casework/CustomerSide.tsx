import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Facts } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import { type CaseFile, useCasesOf } from './queries'
import { useStateWords } from './words'

/** Who it is about, what else they brought up, and where the signal came from. */
export function CustomerSide({ of, link }: { of: CaseFile; link: (id: string) => string }) {
  const { t } = useLingui()
  const { customer } = of
  const name = customer?.name ?? customer?.email ?? customer?.external_id
  const signal = of.signal_detail
  return (
    <>
      {customer ? (
        <div className={css.who}>
          <span className={css.face} aria-hidden="true">
            {initials(name ?? '?')}
          </span>
          <h2>
            <AppLink className="link" href={`/customers/${customer.id}`}>
              {name ?? t`A customer without a name`}
            </AppLink>
          </h2>
        </div>
      ) : (
        <>
          <h2>
            <Trans>No customer</Trans>
          </h2>
          <p className="second" style={{ marginTop: 4 }}>
            <Trans>Nobody said who they are. The case can be worked and closed all the same.</Trans>
          </p>
        </>
      )}
      {customer && (
        <div className={css.facts}>
          <Facts
            items={[
              [
                t`E-mail`,
                customer.email && (
                  <a className="link" href={`mailto:${customer.email}`}>
                    {customer.email}
                  </a>
                ),
              ],
              [t`Id`, customer.external_id],
            ]}
          />
        </div>
      )}
      {customer && <OtherCases of={of} link={link} />}
      {signal && (
        <>
          <h3>{t`Signal`}</h3>
          <Facts
            items={[
              [t`Channel`, signal.channel],
              [t`Employee`, signal.employee?.name],
              [t`Language`, signal.language],
              ...Object.entries(signal.attributes ?? {}).map(([key, value]) => [key, value] as const),
            ]}
          />
          <AppLink className={`link ${css.sideLink}`} href={`/signals/${signal.id}`}>
            <Trans>Open the signal</Trans>
          </AppLink>
        </>
      )}
      {of.rule && (
        <>
          <h3>{t`Rule`}</h3>
          <AppLink className="link" href={`/rules/${of.rule.id}`}>
            {of.rule.name}
          </AppLink>
        </>
      )}
    </>
  )
}

function OtherCases({ of, link }: { of: CaseFile; link: (id: string) => string }) {
  const { t } = useLingui()
  const format = useFormat()
  const states = useStateWords()
  const others = useCasesOf(of.customer, of.id)
  if (!others.data) return null
  return (
    <>
      <h3>{t`Other cases`}</h3>
      {others.data.length === 0 ? (
        <p className="second">
          <Trans>None besides this one.</Trans>
        </p>
      ) : (
        <ul className={css.others}>
          {others.data.map((one) => (
            <li key={one.id}>
              <AppLink className="link ellipsis grow" href={link(one.id)}>
                {one.ref}, {one.title}
              </AppLink>
              <span className="muted small nowrap">
                {states[one.state]}, {format.moment(one.opened_at)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const initials = (name: string) => {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((w) => [...(w ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}
