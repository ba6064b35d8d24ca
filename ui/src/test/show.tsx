import { MantineProvider } from '@mantine/core'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { theme } from '../theme/theme'
import { FormatProvider, Words } from '../words/i18n'

/** Renders a component as it stands in the application: theme, words, formats. */
export function show(children: ReactNode) {
  return render(<Frame>{children}</Frame>)
}

export function Frame({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} env="test">
      <Words>
        <FormatProvider language="en" zone="Europe/Lisbon">
          {children}
        </FormatProvider>
      </Words>
    </MantineProvider>
  )
}
