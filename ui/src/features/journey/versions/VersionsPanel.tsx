import { Trans, useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import { AppLink } from '../../../components/AppLink'
import { useSearchState } from '../../../components/filter/useSearchState'
import { Tag } from '../../../components/Tag'
import { useFormat } from '../../../words/i18n'
import css from '../panel/panel.module.css'
import { Section, SidePanel } from '../panel/SidePanel'
import { type Difference, type Journey, useDifferences, useVersions } from '../queries'
import { useFieldWords } from '../words'

/** What was published, and in what the shown map differs from one of them. `shown` is a version, or 0 for the draft. */
export function VersionsPanel({ of, shown, onClose }: { of: Journey; shown: number; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const [get, set] = useSearchState()
  const versions = useVersions(of.id).data ?? []
  const against = Number(get('against')) || 0
  const differences = useDifferences(of.id, against, shown)
  const choices = versions.filter((v) => v.version !== shown)
  const next = of.version + 1
  return (
    <SidePanel title={t`Versions`} onClose={onClose}>
      <Section title={t`Compared with`}>
        {choices.length === 0 ? (
          <p className="muted">
            <Trans>There is no other version to compare with yet.</Trans>
          </p>
        ) : (
          <Select
            label={t`An earlier version`}
            data={choices.map((v) => ({ value: String(v.version), label: t`Version ${v.version}` }))}
            clearable
            value={against ? String(against) : null}
            onChange={(v) => set({ against: v ?? undefined })}
          />
        )}
        {against > 0 && differences.data && <Differences all={differences.data} />}
      </Section>
      <Section title={t`Published`}>
        <ul>
          {(of.changed || of.version === 0) && (
            <li className={css.finding}>
              <p>
                <AppLink
                  className="link"
                  href={`/journeys/${of.id}?edit=1&open=versions`}
                  aria-current={shown === 0 || undefined}
                >
                  {t`Draft of version ${next}`}
                </AppLink>
              </p>
            </li>
          )}
          {versions.map((v) => (
            <li key={v.version} className={css.finding}>
              <p>
                <AppLink
                  className="link"
                  href={`/journeys/${of.id}?version=${v.version}&open=versions`}
                  aria-current={shown === v.version || undefined}
                >
                  {t`Version ${v.version}`}
                </AppLink>
                {v.state === 'published' ? (
                  <Tag tone="better" icon="check">
                    {t`in force`}
                  </Tag>
                ) : (
                  <Tag>{t`superseded`}</Tag>
                )}
              </p>
              <p className="small muted">
                {v.published_by}, {format.dateTime(v.published_at)}
              </p>
              {v.note && <p dir="auto">{v.note}</p>}
            </li>
          ))}
        </ul>
      </Section>
    </SidePanel>
  )
}

function Differences({ all }: { all: readonly Difference[] }) {
  const { t } = useLingui()
  const fields = useFieldWords()
  const format = useFormat()
  const kinds: Record<Difference['kind'], string> = {
    added: t`new`,
    taken_out: t`taken out`,
    moved: t`moved`,
    changed: t`changed`,
  }
  if (all.length === 0) {
    return (
      <p className="muted">
        <Trans>Nothing differs.</Trans>
      </p>
    )
  }
  return (
    <ul className="stack" aria-label={t`Differences`}>
      {all.map((d) => (
        <li key={`${d.what}${d.id}${d.kind}`}>
          <Tag tone="accent">{kinds[d.kind]}</Tag>{' '}
          <span dir="auto">{d.what === 'stage' ? t`Stage “${d.name}”` : d.name}</span>
          {d.fields && d.fields.length > 0 && (
            <span className="small muted">: {format.list(d.fields.map((f) => fields(f)))}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
