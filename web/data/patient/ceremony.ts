import { useMemo } from 'react'
import { sha256 } from '../decision/digest.ts'
import { claimDevice } from '../device/load-device.ts'
import { noteAccount } from '../device/page-outbox.ts'
import { api } from '../http/api.ts'
import { ApiError } from '../http/failure.ts'
import { type Ceremony, createCeremony, useCeremony } from '../passkey/ceremony-machine.ts'
import { beginMakingPasskey } from '../passkey/signals.ts'
import { enrolmentSteps, signInSteps } from '../passkey/steps.ts'
import { refreshSession, signedIn } from './session.ts'

const device = 'personal'

/**
 * Signs in with a discoverable passkey. `useSession` says signed in before the phase is `done`.
 * @param account user handle of the only account that may sign in; null for any.
 */
export function useSignIn(account: string | null = null): Ceremony {
  return useCeremony(useMemo(() => createSignIn(account), [account]))
}

function createSignIn(account: string | null) {
  return createCeremony({
    ...signInSteps(device),
    send: async (response) => {
      if (account !== null && response.response.userHandle !== account) throw new ApiError('passkey-rejected')
      const session = await api.signIn(response)
      const owner = await sha256(response.response.userHandle ?? response.id)
      noteAccount(owner)
      if (session.safe === undefined) await claimDevice(owner)
      signedIn(session)
    },
  })
}

/**
 * Makes a passkey in a proofed session. It fails with `account-exists` if the person has one. They then sign in with
 * it, or enrol with `recover`, which ends the account's other sessions.
 */
export function useEnrolment({ recover }: { recover: boolean }): Ceremony {
  return useCeremony(useMemo(() => createEnrolment(recover), [recover]))
}

function createEnrolment(recover: boolean) {
  const { ask, ...steps } = enrolmentSteps({ device, recover })
  let made = () => {}
  return createCeremony({
    ...steps,
    ask: (prepared) => {
      made = beginMakingPasskey()
      return ask(prepared).catch((error: unknown) => {
        made()
        throw error
      })
    },
    send: async (response, { options }) => {
      await api.createPasskey(response).finally(made)
      const owner = await sha256(options.user.id)
      noteAccount(owner)
      await claimDevice(owner)
      await refreshSession()
    },
  })
}
