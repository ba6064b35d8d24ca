import { useLingui } from '@lingui/react/macro'
import type { Content, Starters } from './definition'

/** Surveys that can be published as they are. */
export function useTemplates(): { nps: () => Content; empty: () => Content } {
  const { t } = useLingui()
  return {
    nps: () => ({
      name: t`Customer survey`,
      definition: {
        language: 'en',
        questions: [
          {
            key: 'nps',
            kind: 'nps',
            text: t`How likely are you to recommend us to a friend or colleague?`,
            required: true,
            metric: 'nps',
          },
          {
            key: 'reason',
            kind: 'choice',
            text: t`What mattered most for your score?`,
            attribute: 'reason',
            options: [
              { key: 'people', text: t`The people` },
              { key: 'product', text: t`The product or service` },
              { key: 'price', text: t`The price` },
              { key: 'speed', text: t`How long it took` },
              { key: 'other', text: t`Something else` },
            ],
          },
          { key: 'comment', kind: 'long_text', text: t`What is the one thing we could do better?` },
        ],
        thanks: t`Thank you. We read every answer.`,
      },
    }),
    empty: () => ({ name: t`New survey`, definition: { language: 'en', questions: [] } }),
  }
}

/** The words that a question of each kind begins with. */
export function useStarters(): Starters {
  const { t } = useLingui()
  return {
    nps: t`How likely are you to recommend us to a friend or colleague?`,
    csat: t`How satisfied were you with our service?`,
    ces: t`How easy was it to get what you wanted?`,
    choice: t`What was it about?`,
    multiple: t`What did you like?`,
    longText: t`What could we do better?`,
  }
}
