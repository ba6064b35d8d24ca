import type { IconName } from '../../../components/Icon'

const known: readonly [RegExp, IconName][] = [
  [/phone|call|voice/i, 'phone'],
  [/mail|letter|post|parcel|delivery/i, 'mail'],
  [/chat|app|web|sms|message|portal|online/i, 'signal'],
  [/visit|store|branch|counter|desk|person|clinic|hotel|ward|room|office|site/i, 'person'],
]

/** A picture of the first channel; its word stands on the card as well. */
export const channelIcon = (channels: readonly string[] | null | undefined): IconName | undefined =>
  channels?.[0] === undefined ? undefined : known.find(([like]) => like.test(channels[0] as string))?.[1]
