import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody } from '../../components/layout/Page'
import { SegmentedControl } from '../../components/SegmentedControl'
import {
  addLanguage,
  common,
  fromRight,
  isTag,
  type Line,
  languageName,
  languagesOf,
  linesOf,
  progress,
  removeLanguage,
  said,
  say,
} from './languages'
import css from './languages.module.css'
import { aboutId, type Gap } from './places'
import type { Draft } from './useDraft'

/** The same survey in other languages: each text beside its translation. */
export function LanguagesPanel({ draft, readOnly, gaps }: { draft: Draft; readOnly: boolean; gaps: readonly Gap[] }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const { definition } = draft
  const languages = languagesOf(definition)
  const [chosen, setChosen] = useState('')
  const tag = languages.includes(chosen) ? chosen : languages[0]
  const name = (one: string) => languageName(one, i18n.locale)
  const add = (one: string) => {
    draft.edit((now) => addLanguage(now, one))
    setChosen(one)
  }
  const remove = (one: string) => {
    const kept = definition.translations?.[one]
    draft.edit((now) => removeLanguage(now, one))
    toasts.show(t`${name(one)} removed`, {
      undo: () => kept && draft.edit((now) => ({ ...now, translations: { ...now.translations, [one]: kept } })),
    })
  }
  const own = definition.language || 'en'
  return (
    <Card
      title={t`Languages`}
      remark={t`written in ${name(own)}; respondents get the one their browser asks for, and can change it`}
      controls={!readOnly && <AddLanguage taken={[own, ...languages]} onAdd={add} />}
    >
      <div className={css.bar} id={aboutId('translations')} tabIndex={-1}>
        {languages.length > 0 && tag && (
          <>
            <SegmentedControl
              label={t`Language`}
              value={tag}
              onChange={setChosen}
              options={languages.map((one) => {
                const { done, of } = progress(definition, one)
                const mark = done < of ? ` (${done}/${of})` : ''
                return { value: one, label: `${name(one)}${mark}` }
              })}
            />
            {!readOnly && (
              <Button kind="quiet" icon="trash" onClick={() => remove(tag)}>
                {t`Remove ${name(tag)}`}
              </Button>
            )}
          </>
        )}
      </div>
      {tag ? (
        <CardBody>
          <fieldset disabled={readOnly} className={css.lines} aria-label={name(tag)}>
            {linesOf(definition).map((line) => (
              <Translated key={`${tag}-${line.id}`} draft={draft} tag={tag} line={line} gaps={gaps} />
            ))}
          </fieldset>
        </CardBody>
      ) : (
        <EmptyState
          sentence={t`The survey speaks one language so far. Add one, and each of its texts stands here to be translated.`}
        />
      )}
    </Card>
  )
}

function AddLanguage({ taken, onAdd }: { taken: readonly string[]; onAdd: (tag: string) => void }) {
  const { t, i18n } = useLingui()
  const [typed, setTyped] = useState('')
  const free = common.filter((tag) => !taken.includes(tag))
  const byName = new Map(free.map((tag) => [`${languageName(tag, i18n.locale)} (${tag})`, tag]))
  const wanted = byName.get(typed) ?? typed.trim()
  const good = isTag(wanted) && !taken.some((one) => one.toLowerCase() === wanted.toLowerCase())
  const add = (tag: string) => {
    onAdd(tag)
    setTyped('')
  }
  return (
    <form
      className="row nowrap"
      onSubmit={(event) => {
        event.preventDefault()
        if (good) add(wanted)
      }}
    >
      <Autocomplete
        size="xs"
        aria-label={t`Language to add`}
        placeholder={t`Language, or its tag`}
        data={[...byName.keys()]}
        limit={50}
        value={typed}
        onChange={setTyped}
        onOptionSubmit={(label) => {
          const tag = byName.get(label)
          if (tag) setTimeout(() => add(tag))
        }}
      />
      <Button type="submit" icon="plus" disabled={!good}>
        <Trans>Add</Trans>
      </Button>
    </form>
  )
}

function Translated({ draft, tag, line, gaps }: { draft: Draft; tag: string; line: Line; gaps: readonly Gap[] }) {
  const { t } = useLingui()
  const { question, what, n } = line.label
  const names: Record<string, string> = {
    intro: t`Introduction`,
    thanks: t`Thanks`,
    thanks_link: t`Link below the thanks`,
    text: t`Question ${question ?? 0}`,
    help: t`Help of question ${question ?? 0}`,
    low: t`Low end of question ${question ?? 0}`,
    high: t`High end of question ${question ?? 0}`,
    option: t`Question ${question ?? 0}, option ${n ?? 0}`,
  }
  const id = aboutId(`translation-${tag}-${line.id}`)
  return (
    <div className={css.line}>
      <div>
        <span className="muted small">{names[what]}</span>
        <p>{line.own}</p>
      </div>
      <Textarea
        id={id}
        aria-label={names[what]}
        autosize
        minRows={1}
        maxLength={line.most}
        lang={tag}
        dir={fromRight(tag) ? 'rtl' : 'ltr'}
        placeholder={line.own}
        value={said(draft.definition.translations?.[tag], line.id)}
        error={gaps.find((gap) => gap.id === id)?.message}
        onChange={(event) => {
          const text = event.currentTarget.value
          draft.edit((now) => say(now, tag, line.id, text))
        }}
      />
    </div>
  )
}
