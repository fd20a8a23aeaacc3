import { useMemo } from 'react'
import { sha256 } from '../decision/digest.ts'
import { claimDevice } from '../device/load-device.ts'
import { api } from '../http/api.ts'
import { ApiError } from '../http/failure.ts'
import { type CeremonyState, createCeremony } from '../passkey/ceremony-machine.ts'
import { beginMakingPasskey } from '../passkey/signals.ts'
import { useStore } from '../state/store.ts'
import { refreshSession, signedIn } from './session.ts'

/** `start` is for the tap, also for the next try. Options are fetched beforehand, as Safari demands. */
export type Ceremony = CeremonyState & { start(): void }

const device = 'personal'

/** Server-side challenges live 120 s for an assertion and 300 s for a registration; we use them a little shorter. */
const ASSERTION_MS = 100_000
const REGISTRATION_MS = 270_000

/**
 * Signs in with a discoverable passkey. The session is signed in before the phase is `done`.
 * @param account user handle of the only account whose passkey will do; null: whoever answers.
 */
export function useSignIn(account: string | null = null): Ceremony {
  const ceremony = useMemo(() => createSignIn(account), [account])
  return { ...useStore(ceremony), start: ceremony.start }
}

function createSignIn(account: string | null) {
  return createCeremony({
    lifetime: ASSERTION_MS,
    prepare: async () => {
      const [{ askAssertion }, options] = await Promise.all([
        import('../passkey/passkey.ts'),
        api.sessionOptions(device),
      ])
      return { askAssertion, options }
    },
    ask: ({ askAssertion, options }) => askAssertion(options),
    send: async (response) => {
      if (account !== null && response.response.userHandle !== account) throw new ApiError('passkey-rejected')
      const session = await api.signIn(response)
      await claimDevice(await sha256(response.response.userHandle ?? response.id))
      signedIn(session)
    },
  })
}

/**
 * Makes a passkey in a proofed session. `account-exists`: this person has one; sign in with it, or enrol anew with `recover`,
 * which ends the account's other sessions.
 */
export function useEnrolment({ recover }: { recover: boolean }): Ceremony {
  const ceremony = useMemo(() => createEnrolment(recover), [recover])
  return { ...useStore(ceremony), start: ceremony.start }
}

function createEnrolment(recover: boolean) {
  let made = () => {}
  return createCeremony({
    lifetime: REGISTRATION_MS,
    prepare: async () => {
      const [{ makePasskey }, options] = await Promise.all([
        import('../passkey/passkey.ts'),
        api.passkeyOptions(recover ? { device, recover } : { device }),
      ])
      return { makePasskey, options }
    },
    ask: ({ makePasskey, options }) => {
      made = beginMakingPasskey()
      return makePasskey(options).catch((error: unknown) => {
        made()
        throw error
      })
    },
    send: async (response, { options }) => {
      await api.createPasskey(response).finally(made)
      await claimDevice(await sha256(options.user.id))
      await refreshSession()
    },
  })
}
