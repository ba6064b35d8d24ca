/** How a criterion is judged, as forms have it. */
import type { Criterion, Judged } from './queries'

export type JudgedForm = {
  quality: Judged['quality']
  metric: string | null
  scale: 'share' | 'mean'
  low: number | ''
  high: number | ''
  threshold: number | ''
}

export const startOf = (c?: Criterion): JudgedForm => ({
  quality: c?.quality ?? 'care',
  metric: c?.metric || null,
  scale: c?.metric ? 'share' : (c?.scale ?? 'share'),
  low: c?.scale === 'mean' && !c.metric ? (c.low ?? 1) : 1,
  high: c?.scale === 'mean' && !c.metric ? (c.high ?? 5) : 5,
  threshold: c?.threshold ?? '',
})

export const sent = (v: JudgedForm): Judged => ({
  quality: v.quality,
  threshold: Number(v.threshold),
  ...(v.metric
    ? { metric: v.metric }
    : v.scale === 'mean'
      ? { scale: 'mean', low: Number(v.low), high: Number(v.high) }
      : { scale: 'share' }),
})

/** The passage that is selected in a text, widened to whole words and without the space around it; '' for nothing. */
export function passage(text: string, start: number, end: number): string {
  const wordy = /[\p{L}\p{N}’'-]/u
  let [from, to] = [Math.min(start, end), Math.max(start, end)]
  if (from === to || text.slice(from, to).trim() === '') return ''
  while (from < to && /\s/.test(text[from] ?? '')) from++
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--
  while (from > 0 && wordy.test(text[from - 1] ?? '') && wordy.test(text[from] ?? '')) from--
  while (to < text.length && wordy.test(text[to] ?? '') && wordy.test(text[to - 1] ?? '')) to++
  return text.slice(from, to).split(/\s+/).join(' ')
}
