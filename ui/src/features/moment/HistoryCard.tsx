import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import type { MomentFile } from './queries'
import { useMethods } from './words'

type Event = NonNullable<MomentFile['history']>[number]

const first = 12
const silent: Event['kind'][] = ['incident', 'incident_removed']

/** What one person did several times in a row without a word of their own is one line. */
function lines(history: readonly Event[]): { of: Event; times: number }[] {
  const out: { of: Event; times: number }[] = []
  for (const of of history) {
    const last = out.at(-1)
    if (last && last.of.kind === of.kind && last.of.by === of.by && silent.includes(of.kind)) last.times++
    else out.push({ of, times: 1 })
  }
  return out
}

/** What became of a moment, by whom and when, the latest first. */
export function HistoryCard({ of }: { of: MomentFile }) {
  const { t } = useLingui()
  const format = useFormat()
  const words: Record<Event['kind'], string> = {
    nominated: t`Nominated`,
    edited: t`Edited`,
    confirmed: t`Confirmed`,
    retired: t`Retired`,
    renominated: t`Nominated again`,
    criterion: t`Criterion picked`,
    criterion_removed: t`Criterion taken away`,
    incident: t`Critical incident linked`,
    incident_removed: t`Critical incident taken away`,
    assessed: t`Assessed`,
    withdrawn: t`Assessment withdrawn`,
    procedure: t`Crisis procedure written`,
    importance: t`Importance, as staff see it`,
  }
  const methods = useMethods() as Record<string, string>
  const [all, setAll] = useState(false)
  const list = lines(of.history ?? [])
  const more = list.length - first
  const text = (e: Event) => {
    if (silent.includes(e.kind) || !e.text) return ''
    const [method, rest] = e.text.split(/: (.*)/s)
    return e.kind === 'assessed' && method && methods[method] ? `${methods[method]}, “${rest}”` : e.text
  }
  return (
    <Card title={t`History`}>
      <CardBody>
        <ul className="stack" style={{ gap: 8 }}>
          {list.slice(0, all ? undefined : first).map(({ of: e, times }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added, and nothing else tells two of one moment apart
            <li key={at}>
              <p style={{ overflowWrap: 'anywhere' }}>
                {words[e.kind]}
                {times > 1 && (
                  <span className="second">
                    {' '}
                    <Trans>{times} times</Trans>
                  </span>
                )}
                {text(e) && <span className="second">: {text(e)}</span>}
              </p>
              <p className="muted small">
                {e.by} · {format.dateTime(e.at)}
              </p>
            </li>
          ))}
        </ul>
        {more > 0 && !all && (
          <p style={{ marginBlockStart: 8 }}>
            <button type="button" className="link" onClick={() => setAll(true)}>
              <Plural value={more} one="# earlier line" other="# earlier lines" />
            </button>
          </p>
        )}
      </CardBody>
    </Card>
  )
}
