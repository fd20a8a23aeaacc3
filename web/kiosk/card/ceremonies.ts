import { useMemo } from 'react'
import { api } from '../../data/http/api.ts'
import { type Ceremony, createCeremony, useCeremony } from '../../data/passkey/ceremony-machine.ts'
import { enrolmentSteps, signInSteps } from '../../data/passkey/steps.ts'
import { cardWindow } from '../visit/visit.ts'

const device = 'shared'

/** Signs in with the passkey on a card. Nothing of the person is kept but the session. */
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

/** Registers a card. `recover`: for a person who has an account; its other sessions end. */
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
