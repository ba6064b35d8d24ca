import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FileDrop } from '../../components/form/FileDrop'
import { Icon } from '../../components/Icon'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import type { Definition } from './definition'
import css from './languages.module.css'
import { aboutId } from './places'
import { type Shade, sendLogo, useShades } from './queries'
import type { Draft } from './useDraft'

type Theme = NonNullable<Definition['theme']>

/** The organisation's colour and logo. The colour is made readable, and what it becomes is shown. */
export function LookPanel({ draft, readOnly }: { draft: Draft; readOnly: boolean }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const theme = draft.definition.theme ?? {}
  const [busy, setBusy] = useState(false)
  const set = (patch: Partial<Theme>) =>
    draft.edit((now) => {
      const next = { ...now.theme, ...patch }
      for (const name of Object.keys(next) as (keyof Theme)[]) if (!next[name]) delete next[name]
      const { theme: _, ...rest } = now
      return Object.keys(next).length > 0 ? { ...rest, theme: next } : rest
    })
  const upload = async (file: File) => {
    setBusy(true)
    try {
      set({ logo: (await sendLogo(file)).logo })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title={t`Look`} remark={t`light and dark follow the respondent’s device`}>
      <CardBody>
        <fieldset disabled={readOnly} className={css.look} id={aboutId('theme')} tabIndex={-1}>
          <Colour value={theme.color ?? ''} onChange={(color) => set({ color })} />
          {theme.logo ? (
            <div className="stack" style={{ gap: 8 }}>
              <TextInput
                label={t`What the logo says`}
                description={t`Read out to those who don’t see it; your organisation’s name without it.`}
                maxLength={40}
                value={theme.logo_alt ?? ''}
                onChange={(event) => set({ logo_alt: event.currentTarget.value })}
              />
              <div className="row">
                <span className="second">
                  <Icon name="check" small /> <Trans>The logo is in place; the preview shows it.</Trans>
                </span>
                <Button
                  kind="quiet"
                  icon="trash"
                  onClick={() => {
                    const { logo, logo_alt } = theme
                    set({ logo: undefined, logo_alt: undefined })
                    toasts.show(t`Logo removed`, { undo: () => set({ logo, logo_alt }) })
                  }}
                >
                  <Trans>Remove the logo</Trans>
                </Button>
              </div>
            </div>
          ) : (
            <FileDrop
              label={t`Logo`}
              remark={t`PNG, JPEG or GIF, at most 200 kB; shown 56 pixels high.`}
              accept="image/png,image/jpeg,image/gif"
              busy={busy}
              onFile={(file) => void upload(file)}
            />
          )}
        </fieldset>
      </CardBody>
    </Card>
  )
}

function Colour({ value, onChange }: { value: string; onChange: (color: string) => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(value)
  const [settled] = useDebouncedValue(value, 150)
  const shades = useShades(settled)
  const whole = /^#[0-9a-f]{6}$/i
  const take = (color: string) => {
    setTyped(color)
    if (color === '' || whole.test(color)) onChange(color.toLowerCase())
  }
  return (
    <div className="stack" style={{ gap: 12 }}>
      <div className={css.colour}>
        <TextInput
          label={t`Accent colour`}
          description={t`For the button and what is chosen; empty is the page’s own`}
          placeholder="#3a4bc4"
          maxLength={7}
          value={typed}
          error={typed && !whole.test(typed) ? t`A colour such as #0b6e4f` : undefined}
          onChange={(event) => take(event.currentTarget.value)}
        />
        <input
          type="color"
          aria-label={t`Choose the colour`}
          value={whole.test(typed) ? typed : '#3a4bc4'}
          onChange={(event) => take(event.currentTarget.value)}
        />
      </div>
      {settled && shades.data && (
        <div className={css.swatches} aria-live="polite">
          <Swatch name={t`On a light page`} page="#ffffff" ink="#15181e" shade={shades.data.light} />
          <Swatch name={t`On a dark page`} page="#14171b" ink="#eceef2" shade={shades.data.dark} />
        </div>
      )}
    </div>
  )
}

function Swatch({ name, page, ink, shade }: { name: string; page: string; ink: string; shade: Shade }) {
  const { t } = useLingui()
  const format = useFormat()
  const [onPage, onAccent] = [format.number(shade.page_contrast, 1), format.number(shade.word_contrast, 1)]
  return (
    <div className={css.swatch} style={{ background: page, color: ink }}>
      <span className="small">{name}</span>
      <span className={css.sample} style={{ background: shade.accent, color: shade.words }} aria-hidden="true">
        {t`Send`}
      </span>
      <span className="small">
        {shade.changed
          ? t`Too faint as it is: ${shade.accent} is used, ${onPage} to 1 on the page, its words ${onAccent} to 1.`
          : t`Used as it is: ${onPage} to 1 on the page, its words ${onAccent} to 1.`}
      </span>
    </div>
  )
}
