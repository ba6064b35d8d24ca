import { useLingui } from '@lingui/react/macro'
import css from './small.module.css'

export type SentimentWord = 'very_negative' | 'negative' | 'mixed' | 'positive' | 'very_positive'

const mouths: Record<SentimentWord, string> = {
  very_negative: 'M5 11.300c1.600-2 4.400-2 6 0',
  negative: 'M5.300 11c1.400-1 4-1 5.400 0',
  mixed: 'M5.300 10.500h5.400',
  positive: 'M5.300 10c1.400 1.200 4 1.200 5.400 0',
  very_positive: 'M5 9.500c1.400 2.500 4.600 2.500 6 0z',
}

/** How a comment sounds, in five steps: a face and a word. An unknown word shows nothing. */
export function SentimentTag({ word }: { word: string }) {
  const { t } = useLingui()
  const words: Record<SentimentWord, string> = {
    very_negative: t`Very negative`,
    negative: t`Negative`,
    mixed: t`Mixed`,
    positive: t`Positive`,
    very_positive: t`Very positive`,
  }
  if (!(word in mouths)) return null
  const known = word as SentimentWord
  const tone = known.endsWith('negative') ? 'worse' : known.endsWith('positive') ? 'better' : undefined
  return (
    <span className={css.tag} data-tone={tone}>
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.300"
        strokeLinecap="round"
        aria-hidden="true"
        focusable="false"
      >
        <circle cx="8" cy="8" r="6.300" />
        <path d={mouths[known]} />
        <path d="M6 6.300v.1M10 6.300v.1" strokeWidth="1.900" />
      </svg>
      {words[known]}
    </span>
  )
}
