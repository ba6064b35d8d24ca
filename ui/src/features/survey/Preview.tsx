import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useDebouncedValue, useElementSize } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Notice } from '../../components/feedback/ErrorState'
import { Skeleton } from '../../components/feedback/Loading'
import { Card } from '../../components/layout/Page'
import { SegmentedControl } from '../../components/SegmentedControl'
import { usePhone } from '../../components/usePhone'
import { ask } from './asking'
import type { Content } from './definition'
import { languageName, languagesOf } from './languages'
import { still } from './preview-page'
import { usePreview } from './queries'
import css from './survey.module.css'

const widths = { phone: 375, desktop: 960 }

/** The draft as respondents will see it, by the renderer that they will see it by. */
export function Preview({ content }: { content: Content }) {
  const { t, i18n } = useLingui()
  const onPhone = usePhone()
  const [device, setDevice] = useState<keyof typeof widths>('phone')
  const [settled] = useDebouncedValue(content, 120)
  const languages = languagesOf(content.definition ?? { questions: [] })
  const [language, setLanguage] = useState('')
  const { data, isError } = usePreview(settled, languages.includes(language) ? language : '')
  const html = useMemo(() => (data ? still(data) : ''), [data])
  const shown = onPhone ? 'phone' : device
  return (
    <div className={css.previewPane}>
      <Card
        title={t`Preview`}
        remark={t`as respondents see it`}
        controls={
          <span className="row wrap">
            {languages.length > 0 && (
              <NativeSelect
                size="xs"
                aria-label={t`Language of the preview`}
                value={language}
                data={[
                  { value: '', label: languageName(content.definition?.language || 'en', i18n.locale) },
                  ...languages.map((tag) => ({ value: tag, label: languageName(tag, i18n.locale) })),
                ]}
                onChange={(event) => setLanguage(event.currentTarget.value)}
              />
            )}
            {!onPhone && (
              <SegmentedControl
                label={t`Width`}
                value={device}
                onChange={setDevice}
                options={[
                  { value: 'phone', label: t`Phone` },
                  { value: 'desktop', label: t`Desktop` },
                ]}
              />
            )}
          </span>
        }
      >
        {isError && (
          <div className={css.inCard}>
            <Notice tone="soon" icon="warning">
              <Trans>The draft can’t be shown as it is; this is the last one that could.</Trans>
            </Notice>
          </div>
        )}
        <Frame html={html} device={shown} stale={isError} />
      </Card>
    </div>
  )
}

/**
 * A sandboxed frame that runs no script. Once loaded only its document is exchanged, so that nothing flashes and it
 * stays where it was scrolled to. A desktop's width is drawn smaller until it fits.
 */
function Frame({ html, device, stale }: { html: string; device: keyof typeof widths; stale: boolean }) {
  const { t } = useLingui()
  const { ref, width } = useElementSize()
  const frame = useRef<HTMLIFrameElement>(null)
  const [first, setFirst] = useState('')
  const [loaded, setLoaded] = useState(false)
  const wide = widths[device]
  const scale = device === 'desktop' && width > 0 ? Math.min(1, width / wide) : 1
  useEffect(() => {
    if (!first && html) setFirst(html)
    const page = frame.current?.contentDocument
    if (!loaded || !page?.documentElement || !html) return
    const next = new DOMParser().parseFromString(html, 'text/html')
    for (const name of ['lang', 'dir']) {
      page.documentElement.setAttribute(name, next.documentElement.getAttribute(name) ?? '')
    }
    page.documentElement.replaceChildren(...next.documentElement.children)
  }, [html, first, loaded])
  // What answers lead to is shown as the respondent's own script would.
  const live = () => {
    setLoaded(true)
    const page = frame.current?.contentDocument
    page?.addEventListener('input', () => ask(page))
    page?.addEventListener('submit', (event) => event.preventDefault())
    page?.addEventListener('click', (event) => {
      if ((event.target as Element).closest('a')) event.preventDefault()
    })
  }
  return (
    <div className={css.stage} data-device={device} ref={ref} data-stale={stale ? '' : undefined}>
      {first ? (
        <div className={css.device} style={{ height: device === 'desktop' ? 620 : undefined }}>
          <iframe
            ref={frame}
            title={t`The survey as respondents see it`}
            sandbox="allow-same-origin"
            srcDoc={first}
            onLoad={live}
            style={
              device === 'desktop'
                ? { width: wide, height: 620 / scale, transform: `scale(${scale})`, transformOrigin: '0 0' }
                : undefined
            }
          />
        </div>
      ) : (
        <div className={css.device} style={{ padding: 24 }}>
          <div className="stack">
            <Skeleton width="40%" height={20} />
            <Skeleton width="90%" height={48} />
            <Skeleton width="60%" height={20} />
            <Skeleton width="90%" height={120} />
          </div>
        </div>
      )}
    </div>
  )
}
