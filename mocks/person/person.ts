import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  Choice,
  CreationOptions,
  DecisionAnswer,
  DecisionOptions,
  ProofingAnswer,
  ProofingStarted,
  PublishedText,
  RequestOptions,
  Scope,
} from '../../api/contract/patient.ts'
import type { Problem } from '../../api/contract/problems.ts'
import { createAuthenticator } from './authenticator.ts'
import { createBrowser } from './browser.ts'

/** The result of a wish: the receipt's number, or the refusal of the service or the portal. */
export type Decided = { receipt_number: string } | { error: string; message?: string }

class Refused extends Error {
  override name = 'Refused'
}

/** How often the portal's answer is asked for, and the pause in between. */
const TRIES = 120
const BETWEEN_MS = 250

/**
 * A resident with a browser and a software passkey, who does over HTTP what the screens would do: no check of the
 * service is bypassed. @param origin of the service. @param resident id in the portal's list.
 */
export function createPerson(origin: string, resident: string) {
  const browser = createBrowser(origin)
  const authenticator = createAuthenticator({ origin })

  async function call<T>(method: string, path: string, json?: object): Promise<T> {
    const headers = path === '/api/decisions' ? { 'Idempotency-Key': randomUUID() } : {}
    const answer = await browser.send(method, path, { ...(json ? { json } : {}), headers })
    if (answer.ok) return (await answer.json()) as T
    const { type } = (await answer.json().catch(() => ({}))) as Partial<Problem>
    throw new Refused(type?.replace('urn:erabu:problem:', '') ?? `status ${answer.status}`)
  }

  /** Consents at the portal and comes back. */
  async function prove(): Promise<void> {
    const begun = { device: 'personal', return_to: 'patient' }
    const { id, authorize_url } = await call<ProofingStarted>('POST', '/api/portal/requests', begun)
    const url = new URL(authorize_url)
    const body = new URLSearchParams([...url.searchParams, ['resident', resident], ['agree', 'yes']])
    const consented = await fetch(new URL(url.pathname, url), { method: 'POST', body, redirect: 'manual' })
    const location = consented.headers.get('location')
    if (!location) throw new Refused('the portal refused')
    await browser.send('GET', location, { fromElsewhere: true })
    for (let n = 0; n < TRIES; n++) {
      const { status } = await call<ProofingAnswer>('GET', `/api/portal/requests/${id}`)
      if (status === 'ready') return
      if (status !== 'pending') throw new Refused(`the portal answered: ${status}`)
      await sleep(BETWEEN_MS)
    }
    throw new Refused('the portal does not finish')
  }

  /** Makes a passkey, even if the resident has others elsewhere. */
  async function enrol(): Promise<void> {
    await prove()
    const options = (recover: object) =>
      call<CreationOptions>('POST', '/api/passkeys/options', { device: 'personal', ...recover })
    const asked = await options({}).catch((error) => {
      if (error instanceof Refused && error.message === 'account-exists') return options({ recover: true })
      throw error
    })
    await call('POST', '/api/passkeys', { response: authenticator.create(asked) })
  }

  async function signIn(): Promise<void> {
    if (authenticator.credentials.length === 0) return enrol()
    const options = await call<RequestOptions>('POST', '/api/sessions/options', { device: 'personal' })
    await call('POST', '/api/sessions', { response: authenticator.get(options) })
  }

  return {
    /** Signs in and decides. A refusal of the service is returned, not thrown. */
    async decide(choice: Choice, scope: Scope): Promise<Decided> {
      try {
        await signIn()
        const several = 'databases' in scope ? `?databases=${scope.databases}` : ''
        const { texts } = await call<{ texts: PublishedText[] }>('GET', `/api/texts${several}`)
        const same = JSON.stringify(scope)
        const shown = texts.find(
          (text) => text.locale === 'ja' && text.choice === choice && JSON.stringify(text.scope) === same,
        )
        if (!shown) return { error: 'not-stoppable', message: 'no decision about this can be made here' }
        const { words: _, ...intent } = shown
        const { decision, options } = await call<DecisionOptions>('POST', '/api/decisions/options', {
          decision: intent,
        })
        const response = authenticator.get(options)
        const { receipt } = await call<DecisionAnswer>('POST', '/api/decisions', { decision, response })
        return { receipt_number: receipt.number }
      } catch (error) {
        if (error instanceof Refused) return { error: error.message }
        throw error
      }
    },
  }
}
