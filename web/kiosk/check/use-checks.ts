import { useCallback, useEffect, useState } from 'react'
import { failureOf } from '../../data/http/failure.ts'
import type { KioskApi } from '../visit/kiosk-api.ts'
import { CHECKS, type CheckId } from './checks.ts'
import { BY_HAND, type Finding, judge, TO_TRY } from './finding.ts'

export type Findings = Partial<Record<CheckId, Finding>>

/** Runs every check that needs no hand, one after the other, and holds the results. */
export function useChecks(kiosk: KioskApi | null) {
  const [findings, setFindings] = useState<Findings>({})
  const note = useCallback(
    (id: CheckId, finding: Finding) => setFindings((before) => ({ ...before, [id]: finding })),
    [],
  )
  const run = useCallback(
    async (id: CheckId, probe: (kiosk: KioskApi | null) => Finding | Promise<Finding>) => {
      try {
        note(id, await probe(kiosk))
      } catch (error) {
        note(id, judge(false, failureOf(error).code))
      }
    },
    [kiosk, note],
  )
  const lookAgain = useCallback(async () => {
    setFindings({})
    for (const { id, look, tryOut } of CHECKS) {
      if (look) await run(id, look)
      else note(id, tryOut ? TO_TRY : BY_HAND)
    }
  }, [run, note])

  useEffect(() => {
    void lookAgain()
    const ends = CHECKS.map(({ id, watch }) => watch?.((finding) => note(id, finding)))
    return () => {
      for (const end of ends) end?.()
    }
  }, [lookAgain, note])

  return { findings, lookAgain, run }
}
