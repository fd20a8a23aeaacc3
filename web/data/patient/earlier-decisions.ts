import { useState } from 'react'
import type { DecisionView } from '../../../api/contract/patient.ts'
import { api } from '../http/api.ts'
import type { Failure } from '../http/failure.ts'
import { failureOf } from '../http/failure.ts'

/** Page size of the api. A shorter page is the last one. */
const PAGE = 50

/**
 * Decisions older than the newest page, loaded a page at a time. They are not stored on the device. `more` is null
 * when none are left.
 */
export function useEarlierDecisions(newest: DecisionView[]) {
  const [earlier, setEarlier] = useState<DecisionView[]>([])
  const [ended, setEnded] = useState(false)
  const [loading, setLoading] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const last = earlier.at(-1) ?? newest.at(-1)

  async function more(before: string) {
    if (loading) return
    setLoading(true)
    setFailure(null)
    try {
      const { decisions, next } = await api.decisions(before)
      setEarlier((shown) => [...shown, ...decisions])
      setEnded(next === null)
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setLoading(false)
    }
  }

  const left = !ended && last !== undefined && newest.length >= PAGE
  return { earlier, loading, failure, more: left ? () => void more(last.id) : null }
}
