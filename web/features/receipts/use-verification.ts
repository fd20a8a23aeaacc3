import { useCallback, useEffect, useState } from 'react'
import { receiptIn } from '../../data/decision/receipt-payload.ts'
import { placeOf } from '../../data/device/discreet/place.ts'
import { catalogue } from '../../data/device/published.ts'
import { isSafe } from '../../data/patient/session.ts'
import { type Verification, verifyReceipt } from '../../data/patient/verify-receipt.ts'
import type { Named } from '../../text/decision-words.ts'

/** A verified receipt comes with the names of the databases. */
export type Verified =
  | Extract<Verification, { valid: false }>
  | (Extract<Verification, { valid: true }> & { databases: Named[] })

type State = { step: 'form' } | { step: 'checking' } | { step: 'result'; verification: Verified }

/** Verifies a text, and at the start the fragment of the address: a scanned QR code needs no tap. */
export function useVerification(): { state: State; verify(text: string): void; again(): void } {
  const [state, setState] = useState<State>({ step: 'form' })

  const verify = useCallback((text: string) => {
    setState({ step: 'checking' })
    void verified(receiptIn(text)).then((verification) => setState({ step: 'result', verification }))
  }, [])

  useEffect(() => {
    const fromAddress = () => {
      const { hash } = placeOf()
      if (hash.length > 1) verify(hash)
    }
    fromAddress()
    window.addEventListener('hashchange', fromAddress)
    return () => window.removeEventListener('hashchange', fromAddress)
  }, [verify])

  return {
    state,
    verify,
    again() {
      history.replaceState(history.state, '', placeOf().pathname)
      setState({ step: 'form' })
    },
  }
}

async function verified(jws: string): Promise<Verified> {
  const names = catalogue.current().then(
    ({ value }) => (isSafe() ? [] : value),
    () => [],
  )
  const [verification, databases] = await Promise.all([verifyReceipt(jws), names])
  return verification.valid ? { ...verification, databases } : verification
}
