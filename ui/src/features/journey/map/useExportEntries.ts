import { useLingui } from '@lingui/react/macro'
import { readProblem } from '../../../api/problem'
import { useToasts } from '../../../components/feedback/Toasts'
import type { MenuEntry } from '../../../components/Menu'
import { explain } from '../../../words/problems'
import type { Journey } from '../queries'
import { pngOf, save } from './picture'

/** Pictures of the whole map, for the menu. `before` stores what isn't yet, so that the file shows what the screen does. */
export function useExportEntries(of: {
  journey: Journey
  version?: number
  before?: () => Promise<boolean>
}): MenuEntry[] {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const address = (format: 'svg' | 'pdf') =>
    `/api/v1/journeys/${of.journey.id}/drawing?format=${format}&version=${of.version ?? 0}`
  const take = (kind: 'svg' | 'pdf' | 'png') => async () => {
    try {
      await of.before?.()
      const { file, name } = await fetched(address(kind === 'pdf' ? 'pdf' : 'svg'))
      if (kind === 'png') save(await pngOf(file), name.replace(/\.svg$/, '.png'))
      else save(file, name)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return [
    { label: t`Picture (PNG)`, icon: 'export', onSelect: () => void take('png')() },
    { label: t`Drawing (SVG)`, icon: 'export', onSelect: () => void take('svg')() },
    { label: t`Document (PDF)`, icon: 'export', onSelect: () => void take('pdf')() },
  ]
}

async function fetched(address: string): Promise<{ file: Blob; name: string }> {
  const answer = await fetch(address)
  if (!answer.ok) throw await readProblem(answer)
  const name = /filename="?([^";]+)/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'journey'
  return { file: await answer.blob(), name }
}
