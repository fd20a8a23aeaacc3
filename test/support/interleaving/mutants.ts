import { vi } from 'vitest'
import * as passkeyAgain from '../../../api/auth/passkey-again.ts'
import * as sessionCookie from '../../../api/auth/session-cookie.ts'
import * as sessionRights from '../../../api/auth/session-rights.ts'
import * as sealed from '../../../api/portal/sealed.ts'
import * as sessionStore from '../../../api/store/people/sessions.ts'
import type { Mutant } from './mutant.ts'

// The originals, before anything is removed.
const { createSessionRights } = sessionRights
const { createSessionCookie } = sessionCookie
const { seal, unseal } = sealed

/** The removed protections by name, each with the fault by which it must be found. */
export const MUTANTS: Record<string, { mutant: Mutant; found: RegExp }> = {
  'a session keeps its secret when it gains rights': {
    mutant: ({ store }) => {
      vi.spyOn(sessionRights, 'createSessionRights').mockImplementation((deps) => {
        const rights = createSessionRights(deps)
        return {
          ...rights,
          gain: (session, _, act) =>
            store.transact(async (tx) => {
              const current = await rights.again(tx, session)
              const gained = await act(tx, current)
              await sessionStore.updateSession(tx, session.id, gained)
              return { session: { ...current, ...gained }, secret: '' }
            }),
        }
      })
      // The browser keeps its old cookie.
      vi.spyOn(sessionCookie, 'createSessionCookie').mockImplementation((deps) => {
        const cookie = createSessionCookie(deps)
        return { ...cookie, set: (c, session, secret) => secret && cookie.set(c, session, secret) }
      })
      return {}
    },
    found: /a thief|was done though taken over/,
  },
  'the transaction that acts does not look at the session again': {
    mutant: () => {
      vi.spyOn(sessionRights, 'createSessionRights').mockImplementation((deps) => ({
        ...createSessionRights(deps),
        again: async (_, session) => session,
      }))
      return {}
    },
    found: /was done though/,
  },
  'a passkey is looked up before the transaction alone': {
    mutant: () => {
      vi.spyOn(passkeyAgain, 'noteUse').mockResolvedValue([])
      return {}
    },
    found: /was done though removed before/,
  },
  'the sessions of a removed passkey go on': {
    mutant: () => {
      vi.spyOn(sessionStore, 'deleteSessionsOf').mockResolvedValue()
      return {}
    },
    found: /removed|recovered/,
  },
  'the first number that is known says who somebody is': {
    mutant: ({ identification }) => ({
      identification: {
        ...identification,
        async person(coverages) {
          for (const coverage of coverages) {
            const known = await identification.person([coverage])
            if (known !== null) return known
          }
          return null
        },
      },
    }),
    found: /wrong link|as somebody else/,
  },
  'the portal’s login is remembered where people share a device': {
    mutant: ({ portal }) => ({
      portal: {
        ...portal,
        pushedUrl: async (of) => ({ url: portal.authorizeUrl(of), login_since: 0 }),
        result: (grant) => portal.result({ ...grant, login_since: null }),
      },
    }),
    found: /the kiosk acts as somebody else/,
  },
  'the secret from before the consent opens the portal’s answer': {
    mutant: () => {
      vi.spyOn(sealed, 'seal').mockImplementation((content) => seal(content, 'any'))
      vi.spyOn(sealed, 'unseal').mockImplementation((content) => unseal(content, 'any'))
      return {}
    },
    found: /a thief/,
  },
}
