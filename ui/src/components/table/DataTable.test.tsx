import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { show } from '../../test/show'
import { type Column, DataTable } from './DataTable'

type Row = { key: string; name: string; score: number | null }
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (r) => r.name, sort: (r) => r.name },
  { id: 'score', header: 'Score', cell: (r) => r.score ?? '–', sort: (r) => r.score, align: 'right' },
]
const rows: Row[] = [
  { key: '1', name: 'Émile', score: 5 },
  { key: '2', name: 'zoe', score: null },
  { key: '3', name: 'Fay', score: 40 },
]
const names = () => [...document.querySelectorAll('tbody tr td:first-child')].map((td) => td.textContent)

describe('DataTable', () => {
  it('sorts numbers largest first, then smallest, what has none last both times', () => {
    show(<DataTable label="People" columns={columns} rows={rows} rowKey={(r) => r.key} />)
    fireEvent.click(screen.getByText('Score'))
    expect(names()).toEqual(['Fay', 'Émile', 'zoe'])
    fireEvent.click(screen.getByText('Score'))
    expect(names()).toEqual(['Émile', 'Fay', 'zoe'])
    expect(document.querySelector('th[aria-sort=ascending]')?.textContent).toBe('Score')
  })
  it('sorts text as people do, accents and case aside', () => {
    show(
      <DataTable
        label="People"
        columns={columns}
        rows={rows}
        rowKey={(r) => r.key}
        sort={{ id: 'name', desc: false }}
      />,
    )
    expect(names()).toEqual(['Émile', 'Fay', 'zoe'])
  })
  it('asks for more and says how many there are', () => {
    const load = vi.fn()
    show(
      <DataTable
        label="People"
        columns={columns}
        rows={rows}
        rowKey={(r) => r.key}
        more={{ has: true, busy: false, load, total: 2264 }}
      />,
    )
    expect(screen.getByText('3 of 2,264')).toBeTruthy()
    fireEvent.click(screen.getByText('Load more'))
    expect(load).toHaveBeenCalledOnce()
  })
  it('keeps only a part of a thousand rows in the page', () => {
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(34)
    const many = Array.from({ length: 1000 }, (_, i) => ({ key: `${i}`, name: `n${i}`, score: i }))
    show(<DataTable label="Many" columns={columns} rows={many} rowKey={(r) => r.key} />)
    expect(document.querySelectorAll('tbody tr').length).toBeLessThan(200)
  })
})
