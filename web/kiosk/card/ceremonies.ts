import { useMemo } from 'react'
import { api } from '../../data/http/api.ts'
import { type CeremonyState, createCeremony } from '../../data/passkey/ceremony-machine.ts'
import { useStore } from '../../data/state/store.ts'
import { cardWindow } from '../visit/visit.ts'

type Ceremony = CeremonyState & { start(): void }

const device = 'shared'
/** A little shorter than the server's limits. */
const ASSERTION_MS = 100_000
const REGISTRATION_MS = 270_000

/** Signs in with the passkey on a card. Nothing of the person is kept but the session. */
export function useCardSignIn(): Ceremony {
  const ceremony = useMemo(
    () =>
      createCeremony({
        lifetime: ASSERTION_MS,
        prepare: async () => {
          const [{ askAssertion }, options] = await Promise.all([
            import('../../data/passkey/passkey.ts'),
            api.sessionOptions(device),
          ])
          return { askAssertion, options }
        },
        ask: ({ askAssertion, options }) => askAssertion(options, cardWindow()),
        send: async (response) => void (await api.signIn(response)),
      }),
    [],
  )
  return { ...useStore(ceremony), start: ceremony.start }
}

/** Registers a card. `recover`: for a person who has an account; its other sessions end. */
export function useCardEnrolment(recover: boolean): Ceremony {
  const ceremony = useMemo(
    () =>
      createCeremony({
        lifetime: REGISTRATION_MS,
        prepare: async () => {
          const [{ makePasskey }, options] = await Promise.all([
            import('../../data/passkey/passkey.ts'),
            api.passkeyOptions(recover ? { device, recover } : { device }),
          ])
          return { makePasskey, options }
        },
        ask: ({ makePasskey, options }) => makePasskey(options, cardWindow()),
        send: async (response) => void (await api.createPasskey(response)),
      }),
    [recover],
  )
  return { ...useStore(ceremony), start: ceremony.start }
}
