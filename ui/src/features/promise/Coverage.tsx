import { Trans, useLingui } from '@lingui/react/macro'
import { Icon } from '../../components/Icon'
import { Card } from '../../components/layout/Page'
import css from './promise.module.css'
import type { Tenet } from './queries'
import type { useCarrierNames } from './words'

type Carrier = { id: string; name: string; kind: 'point' | 'process' }
type How = 'itself' | 'through' | undefined

/** Which touch points and processes carry which tenet, and which tenets nothing carries. */
export function Coverage({ tenets, names }: { tenets: readonly Tenet[]; names: ReturnType<typeof useCarrierNames> }) {
  const { t } = useLingui()
  const of = (id: string) => names.processes.find((p) => p.id === id)
  const processes = unique(tenets.flatMap((x) => x.processes ?? []))
  const points = unique([
    ...tenets.flatMap((x) => x.touch_points ?? []),
    ...processes.flatMap((id) => of(id)?.touch_points ?? []),
  ])
  const carriers: Carrier[] = [
    ...points.map((id) => ({ id, name: names.point(id), kind: 'point' as const })),
    ...processes.map((id) => ({ id, name: names.process(id), kind: 'process' as const })),
  ]
  const how = (tenet: Tenet, by: Carrier): How => {
    if (by.kind === 'process') return tenet.processes?.includes(by.id) ? 'itself' : undefined
    if (tenet.touch_points?.includes(by.id)) return 'itself'
    return tenet.processes?.some((id) => of(id)?.touch_points?.includes(by.id)) ? 'through' : undefined
  }
  const bare = tenets.filter((x) => !x.touch_points?.length && !x.processes?.length)
  const [carried, all] = [tenets.length - bare.length, tenets.length]
  const through = tenets.some((x) => carriers.some((by) => how(x, by) === 'through'))
  return (
    <Card title={t`Who carries it`} remark={t`${carried} of ${all} tenets are carried`}>
      <section className={css.matrixScroll} aria-label={t`Tenets and what carries them`}>
        <table className={css.matrix}>
          <thead>
            <tr>
              <td />
              {carriers.map((by) => (
                <th key={by.id} scope="col">
                  <span style={{ display: 'grid', justifyItems: 'center', gap: 2 }}>
                    <Icon name={by.kind === 'point' ? 'pin' : 'rule'} small />
                    <span className="vh">{by.kind === 'point' ? t`Touch point` : t`Process`}</span>
                    {by.name}
                  </span>
                </th>
              ))}
              {carriers.length === 0 && <td />}
            </tr>
          </thead>
          <tbody>
            {tenets.map((tenet) => (
              <tr key={tenet.id}>
                <th scope="row" dir="auto">
                  {tenet.name}
                </th>
                {bare.includes(tenet) ? (
                  <td colSpan={Math.max(1, carriers.length)} className={css.none}>
                    <Trans>Nothing carries it</Trans>
                  </td>
                ) : (
                  carriers.map((by) => <Cell key={by.id} how={how(tenet, by)} />)
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={css.legend}>
        <span>
          <Icon name="pin" small /> <Trans>touch point</Trans>
        </span>
        <span>
          <Icon name="rule" small /> <Trans>process</Trans>
        </span>
        {through && (
          <span>
            <b className={`${css.carried} ${css.through}`} aria-hidden="true">
              <Icon name="check" small />
            </b>
            <Trans>through a process that delivers this touch point</Trans>
          </span>
        )}
      </p>
    </Card>
  )
}

function Cell({ how }: { how: How }) {
  const { t } = useLingui()
  return (
    <td>
      {how && (
        <span className={how === 'through' ? `${css.carried} ${css.through}` : css.carried}>
          <Icon name="check" small />
          <span className="vh">{how === 'through' ? t`carries it through a process` : t`carries it`}</span>
        </span>
      )}
    </td>
  )
}

const unique = (list: readonly string[]) => [...new Set(list)]
