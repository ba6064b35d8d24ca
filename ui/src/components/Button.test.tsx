import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { show } from '../test/show'
import { Button } from './Button'

function Sample({ click }: { click: () => void }) {
  const [busy, setBusy] = useState(false)
  const act = () => {
    click()
    setBusy(true)
  }
  return (
    <Button busy={busy} onClick={act}>
      Save
    </Button>
  )
}

it('keeps the focus while busy, and takes no second click', () => {
  let clicks = 0
  show(<Sample click={() => clicks++} />)
  screen.getByRole('button').focus()
  fireEvent.click(screen.getByRole('button'))
  fireEvent.click(screen.getByRole('button'))
  expect(clicks).toBe(1)
  expect(screen.getByRole('button').getAttribute('aria-disabled')).toBe('true')
  expect(document.activeElement).toBe(screen.getByRole('button'))
})
