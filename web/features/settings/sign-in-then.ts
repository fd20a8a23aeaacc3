import { useEffect } from 'react'
import type { Ceremony } from '../../data/passkey/ceremony-machine.ts'
import { useSignIn } from '../../data/patient/ceremony.ts'

/** Asks for one of the account's passkeys. What was begun then continues by itself. */
export function useSignInThen(account: string, onDone: () => void): Ceremony {
  const ceremony = useSignIn(account)
  useEffect(() => {
    if (ceremony.phase === 'done') onDone()
  }, [ceremony.phase, onDone])
  return ceremony
}
