import { useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import type { MomentFile } from './queries'

type Event = NonNullable<MomentFile['history']>[number]

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
  const silent: Event['kind'][] = ['incident', 'incident_removed']
  return (
    <Card title={t`History`}>
      <CardBody>
        <ul className="stack" style={{ gap: 8 }}>
          {(of.history ?? []).map((e, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added, and nothing else tells two of one moment apart
            <li key={at}>
              <p style={{ overflowWrap: 'anywhere' }}>
                {words[e.kind]}
                {e.text && !silent.includes(e.kind) && <span className="second">: {e.text}</span>}
              </p>
              <p className="muted small">
                {e.by} · {format.dateTime(e.at)}
              </p>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}
