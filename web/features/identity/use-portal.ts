import { useState } from 'react'
import type { Failure } from '../../data/http/failure.ts'
import { failureOf } from '../../data/http/failure.ts'
import { startProofing } from '../../data/patient/proofing.ts'

/** Sends the browser to the portal. `opening`: until the page has left. `failure`: the api could not begin. */
export function usePortal(): { opening: boolean; failure: Failure | null; open(): void } {
  const [state, setState] = useState<{ opening: boolean; failure: Failure | null }>({
    opening: false,
    failure: null,
  })
  return {
    ...state,
    open() {
      setState({ opening: true, failure: null })
      startProofing().catch((error: unknown) => setState({ opening: false, failure: failureOf(error) }))
    },
  }
}
