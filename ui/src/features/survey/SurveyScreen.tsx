import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useCommands } from '../../components/commands/Commands'
import { SaveMark } from '../../components/feedback/SaveMark'
import type { Search } from '../../components/filter/search'
import { PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { SegmentedControl } from '../../components/SegmentedControl'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { Builder } from './Builder'
import { Conflict } from './Conflict'
import { Gaps } from './Gaps'
import { LanguagesPanel } from './LanguagesPanel'
import { LookPanel } from './LookPanel'
import { Preview } from './Preview'
import type { Gap } from './places'
import { type Tagged, useDuplicateSurvey } from './queries'
import { ResultsPanel } from './ResultsPanel'
import { SharePanel } from './SharePanel'
import { Steps } from './Steps'
import css from './survey.module.css'
import { useDeeds } from './useDeeds'
import { useDraft } from './useDraft'
import { StateTag } from './words'

const tabs = ['questions', 'look', 'languages', 'preview', 'share', 'results'] as const
type Tab = (typeof tabs)[number]

/** A survey that is loaded: title row with its deeds, and the tab that the URL names. */
export function SurveyScreen({ stored }: { stored: Tagged }) {
  const { t } = useLingui()
  const may = useMay('survey.write')
  const phone = usePhone()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const survey = stored.data
  const draft = useDraft(stored)
  const [gaps, setGaps] = useState<Gap[]>([])
  const go = (next: Tab) =>
    void navigate({ to: '.', search: { tab: next === 'questions' ? undefined : next } as never, replace: true })
  const deeds = useDeeds(survey, draft, {
    onGaps: (found) => {
      setGaps(found)
      if (found.length > 0) go(found.every((gap) => gap.id.includes('translation-')) ? 'languages' : 'questions')
    },
    onPublished: () => go('share'),
  })
  const duplicate = useDuplicateSurvey()
  const copy = async () => {
    if (!(await draft.autosave.flush()) || duplicate.isPending) return
    const made = await duplicate.mutateAsync({ id: survey.id, name: t`${draft.content.name} (copy)`.slice(0, 200) })
    void navigate({ to: '/surveys/$id', params: { id: made.data.id } as never })
  }
  const asked = tabs.find((tab) => tab === search.tab) ?? 'questions'
  const tab = asked === 'preview' && !phone ? 'questions' : asked
  const unpublished = survey.version === 0 || survey.changed_since_publish || draft.state.is !== 'saved'
  useCommands(
    may && survey.state !== 'closed' && unpublished
      ? [{ id: 'survey.publish', label: t`Publish`, group: t`Survey`, icon: 'check', run: deeds.publish }]
      : [],
  )
  const options: { value: Tab; label: string }[] = [
    { value: 'questions', label: t`Questions` },
    { value: 'look', label: t`Look` },
    { value: 'languages', label: t`Languages` },
    ...(phone ? [{ value: 'preview' as const, label: t`Preview` }] : []),
    { value: 'share', label: t`Share` },
    { value: 'results', label: t`Results` },
  ]
  return (
    <>
      <PageHeader
        title={draft.content.name || t`Survey`}
        crumb={{ label: t`Surveys`, href: '/surveys' }}
        tags={
          <span className={`${css.tags} not-phone`}>
            <StateTag survey={survey} />
            {survey.version > 0 && <span className="muted small">{t`version ${survey.version}`}</span>}
            {survey.changed_since_publish && <Tag tone="soon">{t`Changed since publishing`}</Tag>}
          </span>
        }
        actions={
          may && (
            <>
              <span className="not-phone">
                <SaveMark state={draft.state} onRetry={() => void draft.autosave.flush()} />
              </span>
              {(!phone || tab === 'questions') && <Steps draft={draft} />}
              <Menu
                trigger={
                  <Button kind="quiet" square icon="more">
                    {t`More`}
                  </Button>
                }
                entries={[
                  { label: t`Duplicate`, icon: 'copy', onSelect: () => void copy() },
                  ...(survey.state === 'open'
                    ? [{ label: t`Close: take no more answers`, icon: 'lock' as const, onSelect: deeds.close }]
                    : []),
                  ...(survey.state === 'closed'
                    ? [{ label: t`Reopen: take answers again`, icon: 'undo' as const, onSelect: deeds.reopen }]
                    : []),
                ]}
                width={240}
              />
              {survey.state === 'closed' ? (
                <Button busy={deeds.busy} onClick={deeds.reopen}>
                  <Trans>Reopen</Trans>
                </Button>
              ) : (
                <Button kind="primary" busy={deeds.busy} disabled={!unpublished} onClick={deeds.publish}>
                  {unpublished ? <Trans>Publish</Trans> : <Trans>Published</Trans>}
                </Button>
              )}
            </>
          )
        }
      />
      <Toolbar label={t`Parts of the survey`}>
        <SegmentedControl label={t`Part`} value={tab} options={options} onChange={go} />
        <span className="phone-only row">
          <StateTag survey={survey} />
          {may && <SaveMark state={draft.state} onRetry={() => void draft.autosave.flush()} />}
        </span>
      </Toolbar>
      <PageBody>
        {draft.state.is === 'conflict' && <Conflict draft={draft} theirs={draft.state.theirs.content} />}
        {tab === 'questions' && (
          <>
            <Gaps gaps={gaps} />
            <div className={css.builder}>
              <Builder
                draft={draft}
                readOnly={!may}
                gaps={gaps}
                onMended={(id) => setGaps((now) => now.filter((gap) => gap.id !== id))}
              />
              {!phone && <Preview content={draft.content} />}
            </div>
          </>
        )}
        {(tab === 'look' || tab === 'languages') && (
          <>
            <Gaps gaps={gaps} />
            <div className={css.builder}>
              {tab === 'look' ? (
                <LookPanel draft={draft} readOnly={!may} />
              ) : (
                <LanguagesPanel draft={draft} readOnly={!may} gaps={gaps} />
              )}
              {!phone && <Preview content={draft.content} />}
            </div>
          </>
        )}
        {tab === 'preview' && <Preview content={draft.content} />}
        {tab === 'share' && <SharePanel survey={survey} deeds={deeds} mayWrite={may} />}
        {tab === 'results' && <ResultsPanel survey={survey} />}
      </PageBody>
    </>
  )
}
