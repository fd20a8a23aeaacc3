import { useCallback, useEffect, useState } from 'react'
import { type Verification, verifyReceipt } from '../../data/patient/verify-receipt.ts'
import { receiptIn } from './payload.ts'

type State = { step: 'form' } | { step: 'checking' } | { step: 'result'; verification: Verification }

/** Verifies a text, and at the start the fragment of the address: a scanned QR code needs no tap. */
export function useVerification(): { state: State; verify(text: string): void; again(): void } {
  const [state, setState] = useState<State>({ step: 'form' })

  const verify = useCallback((text: string) => {
    setState({ step: 'checking' })
    void verifyReceipt(receiptIn(text)).then((verification) => setState({ step: 'result', verification }))
  }, [])

  useEffect(() => {
    const fromAddress = () => {
      if (location.hash.length > 1) verify(location.hash)
    }
    fromAddress()
    window.addEventListener('hashchange', fromAddress)
    return () => window.removeEventListener('hashchange', fromAddress)
  }, [verify])

  return {
    state,
    verify,
    again() {
      history.replaceState(history.state, '', location.pathname)
      setState({ step: 'form' })
    },
  }
}
