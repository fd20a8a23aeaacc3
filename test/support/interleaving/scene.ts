import { hashSecret } from '../../../api/auth/secrets.ts'
import { findSession } from '../../../api/store/people/sessions.ts'
import type { Authenticator } from '../../../mocks/person/authenticator.ts'
import { openKiosk } from '../kiosk.ts'
import type { Patient } from '../patient.ts'
import { createPortalBrowser } from '../portal-browser.ts'
import { createSeam } from '../seam.ts'
import type { World } from '../world.ts'
import type { Mutant } from './mutant.ts'
import { bear, type Person, settle } from './people.ts'
import { type Watch, watch } from './watched.ts'

/** A proofing that was begun at a place. `by`: the person who consented at the portal. */
type Proofing = { id: string; url: string; stage: 'started' | 'back' | 'done'; by: Person | null }

/** A device that both people use, and who may act there as whom. */
export type Place = {
  name: 'device' | 'kiosk'
  patient: Patient
  watched: { audience: Person | null }
  /** Sends the browser to the portal for consent. */
  consent: (url: string, resident: string) => Promise<string>
  /** Begins a visit; null where there are no visits. */
  begin: (() => Promise<unknown>) | null
  sitting: Person | null
  /** The person whose rights its session has; null: nobody. */
  owner: Person | null
  signedIn: boolean
  proofing: Proofing | null
  /** The id of that session. */
  session: string | null
}

type Rights = Partial<Pick<Place, 'sitting' | 'owner' | 'signedIn' | 'proofing'>>

const NOBODY = { owner: null, signedIn: false, proofing: null, session: null }

export type Scene = Awaited<ReturnType<typeof openScene>>

/** Two people with accounts, a device that both use, a kiosk, and a thief who copies cookies. */
export async function openScene(world: World, mutant: Mutant | null) {
  const people = [await bear(world, 'A', 0), await bear(world, 'B', 1)] as const
  const all: Watch = { people, faults: [], copied: [] }
  for (const person of people) {
    watch(person.home.browser, all).audience = person
    await settle(person)
  }
  const seam = createSeam(world.deps.store)
  const parts = await mutant?.(world.deps)
  world.replace({ ...parts, store: seam.store })

  const [patient, kiosk, portal] = [world.patient(), openKiosk(world), createPortalBrowser()]
  const nobody = { ...NOBODY, sitting: null }
  const device: Place = {
    ...nobody,
    name: 'device',
    patient,
    watched: watch(patient.browser, all),
    // Asked whether they are the person before, the person says no.
    consent: (url, resident) => patient.consent(url, resident),
    begin: null,
  }
  const shared: Place = {
    ...nobody,
    name: 'kiosk',
    patient: kiosk.patient,
    watched: watch(kiosk.patient.browser, all),
    consent: portal.agree,
    begin: kiosk.begin,
  }
  return {
    ...all,
    world,
    seam,
    places: [device, shared] as const,
    /** Authenticators whose passkey was removed by its owner. The thief has them. */
    removed: [] as Authenticator[],
    /** Every proofing that was begun. */
    proofings: new Set<string>(),
    /** How often each act was completed, so that a run in which nothing happens is noticed. */
    done: new Map<string, number>(),
  }
}

/** The stored session of a place's current cookie; null: none. */
export async function sessionAt({ world }: Scene, { patient }: Place) {
  const cookie = patient.browser.cookies.get('session')?.value
  return cookie === undefined ? null : world.deps.store.read((db) => findSession(db, hashSecret(cookie)))
}

/** Notes the rights that an answer gave the current session of a place. */
export async function grant(scene: Scene, place: Place, rights: Rights): Promise<void> {
  const session = await sessionAt(scene, place)
  Object.assign(place, rights, { session: session?.id ?? null })
}

/** Notes that nobody has rights at a place. */
export const forget = (place: Place): void => void Object.assign(place, NOBODY)

/**
 * The model follows losses of a place: its passkey was removed, or a late answer to a request without a session
 * brought another cookie. A place never gains rights this way.
 */
export async function forgetLost(scene: Scene): Promise<void> {
  for (const place of scene.places) {
    const session = await sessionAt(scene, place)
    if (!session || session.id !== place.session) forget(place)
  }
}
