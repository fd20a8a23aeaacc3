import { useMemo } from 'react'
import { api } from '../../data/http/api.ts'
import { type Ceremony, createCeremony, useCeremony } from '../../data/passkey/ceremony-machine.ts'
import { enrolmentSteps, signInSteps } from '../../data/passkey/steps.ts'
import { cardWindow } from '../visit/visit.ts'

const device = 'shared'

/** Signs in with the passkey on a card. Only the session is kept. */
export function useCardSignIn(): Ceremony {
  const ceremony = useMemo(
    () =>
      createCeremony({
        ...signInSteps(device, cardWindow),
        send: async (response) => void (await api.signIn(response)),
      }),
    [],
  )
  return useCeremony(ceremony)
}

/** Registers a card. `recover`: the person has an account, and its other sessions will end. */
export function useCardEnrolment(recover: boolean): Ceremony {
  const ceremony = useMemo(
    () =>
      createCeremony({
        ...enrolmentSteps({ device, recover }, cardWindow),
        send: async (response) => void (await api.createPasskey(response)),
      }),
    [recover],
  )
  return useCeremony(ceremony)
}
