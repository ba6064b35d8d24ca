import './theme/styles'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { newQueryClient } from './api/queries'
import { newRouter } from './app/router'
import { sessionKeys } from './core/session'
import { cssVariables, schemeManager, theme } from './theme/theme'
import { loadWords, Words } from './words/i18n'

const client = newQueryClient((c) => void c.invalidateQueries({ queryKey: sessionKeys.all }))
const router = newRouter(client)

loadWords(navigator.language.split('-')[0] ?? 'en').then(() => {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <DirectionProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={schemeManager}
          defaultColorScheme="auto"
        >
          <Words>
            <QueryClientProvider client={client}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </Words>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>,
  )
})
