import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { show } from '../../test/show'
import { FileDrop } from './FileDrop'

it('takes a dropped file and a chosen one, and the same one again', () => {
  const got: string[] = []
  show(<FileDrop label="Reviews" onFile={(file) => got.push(file.name)} />)
  const file = new File(['a,b'], 'reviews.csv')
  fireEvent.drop(screen.getByText('Reviews'), { dataTransfer: { files: [file] } })
  const input = screen.getByText('Reviews').closest('label')?.querySelector('input') as HTMLInputElement
  fireEvent.change(input, { target: { files: [file] } })
  fireEvent.change(input, { target: { files: [file] } })
  expect(got).toEqual(['reviews.csv', 'reviews.csv', 'reviews.csv'])
})
