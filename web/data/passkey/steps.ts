import type { CreationOptions, Device, RequestOptions } from '../../../api/contract/patient.ts'
import { api } from '../http/api.ts'
import type { Until } from './passkey.ts'

/** The server's challenges live 120 s for an assertion and 300 s for a registration: options are used for less. */
const ASSERTION_MS = 100_000
const REGISTRATION_MS = 270_000

/** How long a dialog may stay open: called inside the tap. Absent: until its challenge is over. */
type Window = () => Until

/** The steps up to the passkey's answer when somebody signs in. */
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

/** The steps up to the new passkey. `recover`: the person has an account, whose other sessions end. */
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

/** A call of the module for WebAuthn, loaded before the tap, and its options. */
type Prepared<Call extends keyof Calls, Options> = Pick<Calls, Call> & { options: Options }
type Calls = typeof import('./passkey.ts')
