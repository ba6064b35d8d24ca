import { useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import css from './value.module.css'

/** How likely customers are still there, in ten bins. */
export function AliveCard({ bins, living }: { bins: readonly number[]; living: number }) {
  const { t } = useLingui()
  const format = useFormat()
  const most = Math.max(1, ...bins)
  const all = format.count(bins.reduce((sum, n) => sum + n, 0))
  const expected = format.count(Math.round(living))
  return (
    <Card title={t`Still there?`} remark={t`${expected} of ${all} expected to be customers still`}>
      <CardBody>
        <table className={css.alive}>
          <caption className="vh">{t`Customers by how likely they are still there`}</caption>
          <tbody>
            {bins.map((n, i) => {
              const [from, to] = [format.percent(i / 10), format.percent((i + 1) / 10)]
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
                <tr key={i}>
                  <th scope="row">{t`${from} to ${to}`}</th>
                  <td>
                    <span className={css.bar} style={{ width: `${(100 * n) / most}%` }} aria-hidden="true" />
                  </td>
                  <td>{format.count(n)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </CardBody>
    </Card>
  )
}
