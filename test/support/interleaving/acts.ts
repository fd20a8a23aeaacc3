import { randomUUID } from 'node:crypto'
import type { DecisionAnswer, ProofingAnswer, ProofingStarted } from '../../../api/contract/patient.ts'
import { securityKey } from '../kiosk.ts'
import { idOf, own, type Person } from './people.ts'
import { type Race, raced } from './races.ts'
import { forget, grant, type Place, type Scene } from './scene.ts'

/** One step of a person at a place. `race` is what may happen during it. */
type Act = (scene: Scene, place: Place, who: Person, race: Race) => Promise<void>

const signIn: Act = async (scene, place, who, race) => {
  const { patient } = place
  const json = { response: who.key.get(await patient.sessionOptions()) }
  const send = () => patient.browser.send('POST', '/api/sessions', { json })
  if (await raced(scene, place, who, race, { name: 'sign in', send, signed: true })) {
    // A sign-in drops what another person proofed here.
    const proofing = place.owner === who ? place.proofing : null
    await grant(scene, place, { owner: who, signedIn: true, proofing })
  }
}

const startProofing: Act = async (scene, place, who, race) => {
  const { patient, name } = place
  const json = { device: patient.device, return_to: name === 'kiosk' ? 'kiosk' : 'patient' }
  let begun: Place['proofing'] = null
  const send = async () => {
    const answer = await patient.browser.send('POST', '/api/portal/requests', { json })
    if (!answer.ok) return answer
    const { id, authorize_url } = (await answer.clone().json()) as ProofingStarted
    scene.proofings.add(id)
    begun = { id, url: authorize_url, stage: 'started', by: null }
    return answer
  }
  if (await raced(scene, place, who, race, { name: 'begin proofing', send }))
    await grant(scene, place, { proofing: begun })
}

const consent: Act = async ({ done }, { patient, consent, watched, proofing }, who) => {
  if (!proofing) return
  watched.audience = who
  await patient.comeBack(await consent(proofing.url, who.resident))
  Object.assign(proofing, { stage: 'back', by: who })
  done.set('consent', (done.get('consent') ?? 0) + 1)
}

const poll: Act = async (scene, place, who, race) => {
  const { patient, proofing, owner, signedIn } = place
  if (!proofing) return
  const send = () => patient.browser.send('GET', `/api/portal/requests/${proofing.id}`)
  const did = async (answer: Response) =>
    answer.ok && ((await answer.json()) as ProofingAnswer).status === 'ready'
  if (!(await raced(scene, place, who, race, { name: 'be proofed', send, did }))) return
  proofing.stage = 'done'
  if (proofing.by?.wronglyLinked) scene.faults.push(`${proofing.by.name} was proofed on a wrong link`)
  if (signedIn && owner !== proofing.by) scene.faults.push('somebody was proofed in the session of another')
  await grant(scene, place, { owner: proofing.by })
}

/** Continues the proofing from the stage that the place has reached. */
const prove: Act = async (scene, place, who, race) => {
  const steps = { started: consent, back: poll, done: startProofing }
  await (place.proofing ? steps[place.proofing.stage] : startProofing)(scene, place, who, race)
}

/** Makes a passkey: a further one where `who` has signed in, otherwise one that recovers. */
const register: Act = async (scene, place, who, race) => {
  const { patient, signedIn } = place
  const key = securityKey(scene.world.origin)
  const response = key.create(await patient.passkeyOptions(signedIn ? undefined : true))
  const send = () => patient.browser.send('POST', '/api/passkeys', { json: { response } })
  const name = signedIn ? 'add a passkey' : 'recover'
  if (!(await raced(scene, place, who, race, { name, send }))) return
  own(who, idOf(key))
  await grant(scene, place, { signedIn: true })
}

const decide: Act = async (scene, place, who, race) => {
  const { patient } = place
  const choice = scene.done.get('decide') ? 'allow' : 'stop'
  const { decision, options } = await patient.decisionOptions(choice, { all: true })
  const body = { decision, response: who.key.get(options) }
  const send = async () => {
    const answer = await patient.sendDecision(body, randomUUID())
    if (!answer.ok) return answer
    const { decision, receipt } = (await answer.clone().json()) as DecisionAnswer
    who.owns.set(decision.id, 'a decision').set(receipt.number, 'a receipt')
    return answer
  }
  await raced(scene, place, who, race, { name: 'decide', send, signed: true })
}

const rename: Act = async (scene, place, who, race) => {
  const path = `/api/passkeys/${idOf(who.key)}`
  const send = () => place.patient.browser.send('PATCH', path, { json: { name: `鍵 ${who.name}` } })
  await raced(scene, place, who, race, { name: 'rename', send })
}

/** Reads everything that can be seen, and searches it for data of the others. */
const look: Act = async (scene, place, who) => {
  const { patient, proofing } = place
  const { send } = patient.browser
  for (const path of ['session', 'databases', 'passkeys', 'decisions', 'usage'])
    await send('GET', `/api/${path}`)
  if (proofing) await send('GET', `/api/portal/requests/${proofing.id}/coverage`)
  for (const [other, what] of scene.people.filter((one) => one !== who).flatMap(({ owns }) => [...owns]))
    if (what === 'a decision' && (await send('GET', `/api/decisions/${other}/receipt`)).ok)
      scene.faults.push(`${who.name} was given somebody else’s receipt`)
    else if (what === 'a passkey' && (await send('DELETE', `/api/passkeys/${other}`)).ok)
      scene.faults.push(`${who.name} removed somebody else’s passkey`)
}

const signOut: Act = async (_, place) => {
  await place.patient.browser.send('DELETE', '/api/session')
  forget(place)
}

/** What a person may want, and what it needs: a person who lacks it takes the step before. */
const WANTS: Record<string, { act: Act; needs: (place: Place, who: Person) => Act | null }> = {
  'to sign in': { act: signIn, needs: () => null },
  'to be proofed': { act: prove, needs: () => null },
  'to recover': {
    act: register,
    needs: ({ owner, signedIn }, who) => (owner === who && !signedIn ? null : signedIn ? signOut : prove),
  },
  'a further passkey': { act: register, needs: signedIn },
  'to decide': { act: decide, needs: signedIn },
  'to rename': { act: rename, needs: signedIn },
  'to look': { act: look, needs: ({ owner }, who) => (owner === who ? null : signIn) },
  'to sign out': { act: signOut, needs: () => null },
}
export const WISHES = Object.keys(WANTS)

function signedIn(place: Place, who: Person): Act | null {
  return place.signedIn && place.owner === who ? null : signIn
}

/** Takes the next step towards a wish. */
export async function step(scene: Scene, place: Place, who: Person, wish: string, race: Race): Promise<void> {
  const want = WANTS[wish]
  if (!want) throw new Error(`no wish ${wish}`)
  place.watched.audience = who
  const act = want.needs(place, who) ?? want.act
  await act(scene, place, who, race)
}
