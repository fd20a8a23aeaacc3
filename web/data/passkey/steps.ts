import type { CreationOptions, Device, RequestOptions } from '../../../api/contract/patient.ts'
import { api } from '../http/api.ts'
import type { Until } from './passkey.ts'

/** The server's challenges live 120 s for an assertion and 300 s for a registration. Options are used for less. */
const ASSERTION_MS = 100_000
const REGISTRATION_MS = 270_000

/** Called inside the tap: how long the dialog may stay open. Without it, until the challenge expires. */
type Window = () => Until

/** Steps of signing in, up to the passkey's answer. */
export const signInSteps = (device: Device, until?: Window) => ({
  lifetime: ASSERTION_MS,
  prepare: async () => {
    const [{ askAssertion }, options] = await Promise.all([
      import('./passkey.ts'),
      api.sessionOptions(device),
    ])
    return { askAssertion, options }
  },
  ask: ({ askAssertion, options }: Prepared<'askAssertion', RequestOptions>) =>
    askAssertion(options, until?.()),
})

/** Steps of making a passkey. `recover`: the person has an account, and its other sessions will end. */
export const enrolmentSteps = (
  { device, recover }: { device: Device; recover: boolean },
  until?: Window,
) => ({
  lifetime: REGISTRATION_MS,
  prepare: async () => {
    const [{ makePasskey }, options] = await Promise.all([
      import('./passkey.ts'),
      api.passkeyOptions(recover ? { device, recover } : { device }),
    ])
    return { makePasskey, options }
  },
  ask: ({ makePasskey, options }: Prepared<'makePasskey', CreationOptions>) =>
    makePasskey(options, until?.()),
})

/** A function of the WebAuthn module, loaded before the tap, and its options. */
type Prepared<Call extends keyof Calls, Options> = Pick<Calls, Call> & { options: Options }
type Calls = typeof import('./passkey.ts')
