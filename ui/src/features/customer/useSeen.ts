import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { type CustomerEdit, type Known, useCustomerDeeds } from './queries'

/**
 * The customer as an editor saw them, and saving against that: where somebody was faster, the refusal is shown, the input
 * stays, and saving again counts from what is there now. Only what differs is sent, so nobody's other fields are lost.
 */
export function useSeen(known: Known) {
  const deeds = useCustomerDeeds()
  const [seen, setSeen] = useState(known)
  const save = async (body: CustomerEdit) => {
    try {
      return await deeds.edit(seen.id, seen.version, body)
    } catch (error) {
      if (asProblem(error)?.status === 412) setSeen(await deeds.read(seen.id))
      throw error
    }
  }
  return { first: known, save }
}
