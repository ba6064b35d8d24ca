import { useLingui } from '@lingui/react/macro'
import { Card } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import css from './importing.module.css'
import type { Mapping } from './mapping'
import type { Preview } from './StartCard'
import { useMeasureName } from './words'

type Row = NonNullable<Preview['rows']>[number]

/** The first rows as the signals that they would become, or why they wouldn't. */
export function FirstRows({ preview, mapping }: { preview: Preview | undefined; mapping: Mapping }) {
  const { t } = useLingui()
  const nameOf = useMeasureName()
  const rows = preview?.rows ?? []
  if (rows.length === 0) return null
  const count = rows.length
  const measures = Object.entries(mapping.measures ?? {}).sort(([a], [b]) => a.localeCompare(b))
  const hasComment = (mapping.comment ?? []).length > 0
  const title = t`First ${count} rows`
  return (
    <Card title={title} remark={t`as they would be recorded`}>
      {/* Wider than the card nearly always: it scrolls by keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={css.rows} tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col" data-align="right">
                {t`Row`}
              </th>
              <th scope="col">{t`Becomes`}</th>
              <th scope="col">{t`When`}</th>
              {hasComment && <th scope="col">{t`Comment`}</th>}
              {measures.map(([key, measure]) => (
                <th key={key} scope="col" data-align="right">
                  {nameOf(key, measure)}
                </th>
              ))}
              <th scope="col">{t`About`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PreviewLine key={row.row} row={row} measures={measures.map(([key]) => key)} hasComment={hasComment} />
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

function PreviewLine({ row, measures, hasComment }: { row: Row; measures: readonly string[]; hasComment: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const s = row.signal
  if (!s) {
    return (
      <tr>
        <td data-align="right">{row.row}</td>
        <td>
          <Tag tone="worse" icon="warning">
            {t`Rejected`}
          </Tag>
        </td>
        <td colSpan={measures.length + (hasComment ? 3 : 2)} className="worse">
          {row.reason}
        </td>
      </tr>
    )
  }
  const words: Record<string, string> = {
    not_rated: t`not rated`,
    not_answered: t`blank`,
    out_of_scale: t`beside the scale`,
  }
  const at = new Date(s.at)
  const midnight = format.time(at) === '00:00'
  const about = [
    s.touch_point?.name,
    s.unit?.name,
    s.employee?.name,
    s.customer?.name ?? s.customer?.email ?? s.customer?.external_id,
    ...Object.values(s.attributes),
  ].filter(Boolean)
  return (
    <tr>
      <td data-align="right">{row.row}</td>
      <td>
        <Tag tone="better" icon="check">
          {t`Signal`}
        </Tag>
      </td>
      <td className="nowrap">{midnight ? format.date(at) : format.dateTime(at)}</td>
      {hasComment && (
        <td>
          <div className={css.comment} dir="auto">
            {(s.comments ?? []).map((c) => c.text).join(' ')}
          </div>
        </td>
      )}
      {measures.map((key) => {
        const m = s.measures?.find((one) => one.metric === key)
        const value = row.left_out?.find((l) => l.measure === key)?.value
        const word = words[m?.left_out ?? ''] ?? ''
        return (
          <td key={key} data-align="right">
            {m?.score === undefined ? (
              <span className="muted small nowrap">{value ? `${value}: ${word}` : word}</span>
            ) : (
              format.number(m.score, Number.isInteger(m.score) ? 0 : 1)
            )}
          </td>
        )
      })}
      <td>
        <div className={css.about}>{about.join(' · ')}</div>
      </td>
    </tr>
  )
}
