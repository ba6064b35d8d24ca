import { useMediaQuery } from '@mantine/hooks'

/** Whether the screen is as narrow as a phone's; the same 760 px as in the styles. */
export const usePhone = (): boolean =>
  useMediaQuery('screen and (max-width: 760px)', false, { getInitialValueInEffect: false }) ?? false
