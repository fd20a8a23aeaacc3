import { securityKey } from '../kiosk.ts'
import { createPatient } from '../patient.ts'
import { equip, idOf, own, type Person } from './people.ts'
import { forget, grant, type Place, type Scene, sessionAt } from './scene.ts'
import { watch } from './watched.ts'

/** What happens between the admission of an act and the act itself. */
export const RACES = ['removed', 'recovered', 'left', 'signed out', 'taken over'] as const
export type Race = { what: (typeof RACES)[number]; skip: number } | null

const otherThan = ({ people }: Scene, who: Person): Person => (people[0] === who ? people[1] : people[0])

/**
 * Removes the person's carried key, from home. Once that is answered the thief has the key, and the person has a new
 * one.
 */
export async function removeKey(scene: Scene, who: Person): Promise<void> {
  await who.home.signIn()
  const gone = who.key
  const answer = await who.home.browser.send('DELETE', `/api/passkeys/${idOf(gone)}`)
  if (answer.status !== 204) throw new Error(`a passkey was not removed: ${answer.status}`)
  scene.removed.push(gone)
  who.key = securityKey(scene.world.origin)
  await equip(who)
}

/** Recovers in another browser. Every other session of the person ends. */
async function recoverElsewhere(scene: Scene, who: Person): Promise<void> {
  const elsewhere = createPatient({ origin: scene.world.origin })
  watch(elsewhere.browser, scene).audience = who
  await elsewhere.prove(who.resident)
  const response = elsewhere.authenticator.create(await elsewhere.passkeyOptions(true))
  await elsewhere.call('POST', '/api/passkeys', { response })
  own(who, idOf(elsewhere.authenticator))
}

/** Signs a person in at a place, whoever was there before. */
async function takeOver(scene: Scene, place: Place, who: Person): Promise<void> {
  place.watched.audience = who
  const response = who.key.get(await place.patient.sessionOptions())
  await place.patient.call('POST', '/api/sessions', { response })
  await grant(scene, place, { sitting: who, owner: who, signedIn: true, proofing: null })
}

/** Begins the visit of the next person. */
export async function beginVisit(scene: Scene, place: Place, who: Person): Promise<void> {
  // Longer than the portal's clock may differ from ours.
  scene.world.clock.advance(30_000)
  place.watched.audience = who
  await place.begin?.()
  forget(place)
  place.sitting = who
}

/** @returns whether the act that it raced may still succeed. */
async function happen(scene: Scene, place: Place, who: Person, race: NonNullable<Race>): Promise<boolean> {
  const leansOnAccount = place.signedIn && place.owner === who
  switch (race.what) {
    case 'removed':
      await removeKey(scene, who)
      return !leansOnAccount
    case 'recovered':
      if (who.wronglyLinked) return true
      await recoverElsewhere(scene, who)
      return !leansOnAccount
    case 'left':
      if (!place.begin) return true
      await beginVisit(scene, place, otherThan(scene, who))
      return false
    case 'signed out':
      await place.patient.browser.send('DELETE', '/api/session')
      forget(place)
      return false
    case 'taken over':
      await takeOver(scene, place, otherThan(scene, who))
      return false
  }
}

/**
 * Sends an act, and plays `race` between its admission and its action. An act that must then be refused, but
 * succeeds, is a fault. @param did whether an answer says that it was done. @param signed whether the key of `who`
 * admitted it.
 * @returns the answer, and whether it may be believed.
 */
export async function raced(
  scene: Scene,
  place: Place,
  who: Person,
  race: Race,
  {
    name,
    send,
    did = async ({ ok }) => ok,
    signed = false,
  }: {
    name: string
    send: () => Promise<Response>
    did?: (answer: Response) => Promise<boolean>
    signed?: boolean
  },
): Promise<boolean> {
  const { seam, faults, done } = scene
  const had = (await sessionAt(scene, place)) !== null
  let may = true
  if (race)
    seam.before(race.skip, async () => {
      try {
        may = (await happen(scene, place, who, race)) && !(race.what === 'removed' && signed)
        done.set(race.what, (done.get(race.what) ?? 0) + 1)
      } catch (error) {
        faults.push(`“${race.what}” during “${name}” failed: ${error}`)
      }
    })
  place.watched.audience = who
  const answer = await send()
  seam.disarm()
  const succeeded = await did(answer.clone())
  if (succeeded && had && !may) faults.push(`“${name}” of ${who.name} was done though ${race?.what} before`)
  if (answer.status >= 500) faults.push(`“${name}” of ${who.name} answered ${answer.status}`)
  if (succeeded && may) done.set(name, (done.get(name) ?? 0) + 1)
  return succeeded && may
}
