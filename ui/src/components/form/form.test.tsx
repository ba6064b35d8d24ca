import { TextInput } from '@mantine/core'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { Problem } from '../../api/problem'
import { show } from '../../test/show'
import { FormFrame } from './FormFrame'
import { useForm } from './useForm'

function Sample({ send }: { send: (v: { name: string; zone: string }) => Promise<unknown> }) {
  const form = useForm({
    id: 'sample',
    initial: { name: '', zone: 'UTC' },
    labels: { name: 'Name', zone: 'Time zone' },
    check: (v) => ({ name: v.name ? undefined : 'Give a name' }),
    send,
  })
  return (
    <FormFrame form={form} name="Sample" actions={<button type="submit">Send</button>}>
      <TextInput label="Name" {...form.field('name')} />
      <TextInput label="Time zone" {...form.field('zone')} />
    </FormFrame>
  )
}

describe('forms', () => {
  it('refuse before sending, name the field in the summary and focus it from there', async () => {
    const send = vi.fn()
    show(<Sample send={send} />)
    fireEvent.click(screen.getByText('Send'))
    const link = await screen.findByRole('link', { name: 'Name' })
    expect(screen.getByText('One field needs a change.')).toBeTruthy()
    fireEvent.click(link)
    expect(document.activeElement?.id).toBe('sample-name')
    expect(send).not.toHaveBeenCalled()
  })
  it('put the server’s errors beside their fields and keep the input', async () => {
    const refused = new Problem({
      status: 422,
      detail: 'x',
      errors: [{ location: 'body.zone', message: 'Not a time zone' }],
    })
    show(<Sample send={() => Promise.reject(refused)} />)
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Ada' } })
    fireEvent.click(screen.getByText('Send'))
    await waitFor(() => screen.getByText('Not a time zone'))
    expect(screen.getByRole('link', { name: 'Time zone' })).toBeTruthy()
    expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('Ada')
  })
  it('say a problem that names no field in words', async () => {
    const refused = new Problem({ status: 429, code: 'too_many_attempts', args: { wait_seconds: 40 } })
    show(<Sample send={() => Promise.reject(refused)} />)
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Ada' } })
    fireEvent.click(screen.getByText('Send'))
    await waitFor(() => screen.getByText('Too many attempts. Try again in 40 seconds.'))
  })
  it('send once however often the button is pressed', async () => {
    let done = () => {}
    const send = vi.fn(() => new Promise<void>((resolve) => (done = resolve)))
    show(<Sample send={send} />)
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Ada' } })
    fireEvent.click(screen.getByText('Send'))
    fireEvent.click(screen.getByText('Send'))
    done()
    await waitFor(() => expect(send).toHaveBeenCalledTimes(1))
  })
})
