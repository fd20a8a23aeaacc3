import type { ProofingAnswer, SessionAnswer } from '../../../api/contract/patient.ts'
import { createBrowser } from '../../../mocks/person/browser.ts'
import type { Place, Scene } from './scene.ts'
import { type Copied, watch } from './watched.ts'

/** The thief copies a browser's cookies while they open nothing: before a gain of rights, before the consent. */
export function copy({ copied }: Scene, { patient, owner, proofing }: Place): void {
  const cookieOf = (name: string) => patient.browser.cookies.get(name)?.value
  const session = owner === null ? cookieOf('session') : undefined
  const before = proofing?.stage === 'started' ? cookieOf('proofing') : undefined
  if (session !== undefined || before !== undefined)
    copied.push({ ...(session && { session }), ...(before && { proofing: before }) })
}

/** A browser with copied cookies. Anything it is told of anybody is a fault. */
function thiefWith(scene: Scene, { session, proofing }: Copied) {
  const browser = createBrowser(scene.world.origin)
  if (session !== undefined) browser.cookies.set('session', { value: session, strict: true })
  if (proofing !== undefined) browser.cookies.set('proofing', { value: proofing, strict: false })
  watch(browser, scene).audience = null
  return browser
}

/** Asks for the answer of a proofing, and for the session that the thief then has. */
export async function peek(scene: Scene, cookies: Copied, proofing: string | undefined): Promise<void> {
  const { send } = thiefWith(scene, cookies)
  if (proofing !== undefined) {
    const answer = await send('GET', `/api/portal/requests/${proofing}`)
    if (answer.ok && ((await answer.json()) as ProofingAnswer).status === 'ready')
      scene.faults.push('a thief asked for the portal’s answer and got it')
  }
  const answer = await send('GET', '/api/session')
  const { patient, proofed } = answer.ok ? ((await answer.json()) as SessionAnswer) : {}
  if (patient || proofed) scene.faults.push('a thief has the rights of somebody')
}

const PRIVATE = [
  ['GET', '/api/databases'],
  ['GET', '/api/passkeys'],
  ['GET', '/api/decisions'],
  ['GET', '/api/usage'],
  ['POST', '/api/passkeys/options', { device: 'personal' }],
  ['POST', '/api/passkeys/options', { device: 'personal', recover: true }],
] as const

/** Tries everything with the cookies copied out of one browser, and a sign-in with each removed passkey. */
export async function steal(scene: Scene, cookies: Copied): Promise<void> {
  for (const id of scene.proofings) await peek(scene, cookies, id)
  const { send } = thiefWith(scene, cookies)
  for (const [method, path, json] of PRIVATE)
    if ((await send(method, path, json ? { json } : {})).ok)
      scene.faults.push(`a thief was answered ${method} ${path}`)
  for (const id of scene.proofings)
    if ((await send('GET', `/api/portal/requests/${id}/coverage`)).ok)
      scene.faults.push('a thief was shown a coverage')
  for (const authenticator of scene.removed) {
    const options = await send('POST', '/api/sessions/options', { json: { device: 'personal' } })
    const json = { response: authenticator.get(await options.json()) }
    if ((await send('POST', '/api/sessions', { json })).ok) scene.faults.push('a removed passkey signed in')
  }
}
