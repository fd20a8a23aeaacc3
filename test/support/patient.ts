import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PeopleAnswer, Relation } from '../../api/contract/acting.ts'
import type {
  Choice,
  CoverageAnswer,
  CreationOptions,
  DatabasesAnswer,
  DecisionAnswer,
  DecisionBody,
  DecisionOptions,
  DecisionsAnswer,
  Device,
  Intent,
  PasskeyCreated,
  ProofingStarted,
  ProofingStatus,
  PublishedText,
  RequestOptions,
  Scope,
  SessionAnswer,
} from '../../api/contract/patient.ts'
import { type Authenticator, createAuthenticator } from '../../mocks/person/authenticator.ts'
import { createBrowser } from '../../mocks/person/browser.ts'
import { orRefused } from './problem.ts'
import { shownIntent } from './shown-text.ts'

export type Patient = ReturnType<typeof createPatient>

/** A person with a browser and an authenticator, who does what the screens would do. */
export function createPatient({
  origin,
  device = 'personal',
  authenticator = createAuthenticator({ origin }),
}: {
  origin: string
  device?: Device
  authenticator?: Authenticator
}) {
  const browser = createBrowser(origin)
  const call = async <T>(method: string, path: string, json?: unknown, headers?: Record<string, string>) =>
    orRefused<T>(
      `${method} ${path}`,
      await browser.send(method, path, {
        ...(json === undefined ? {} : { json }),
        ...(headers === undefined ? {} : { headers }),
      }),
    )

  /** Fills in the portal's consent form. @returns where the portal sends the browser. */
  async function consent(
    authorizeUrl: string,
    resident: string,
    agree: 'yes' | 'no' = 'yes',
  ): Promise<string> {
    const url = new URL(authorizeUrl)
    const form = new URLSearchParams([...url.searchParams, ['resident', resident], ['agree', agree]])
    const answer = await fetch(new URL(url.pathname, url), { method: 'POST', body: form, redirect: 'manual' })
    const location = answer.headers.get('location')
    if (answer.status !== 303 || !location) throw new Error(`the portal answered ${answer.status}`)
    return location
  }

  const startProofing = () =>
    call<ProofingStarted>('POST', '/api/portal/requests', {
      device,
      return_to: device === 'shared' ? 'kiosk' : 'patient',
    })

  /** Follows the portal's redirect, as a navigation that begins on another site. */
  const comeBack = (location: string) => browser.send('GET', location, { fromElsewhere: true })

  async function proofingStatus(id: string): Promise<ProofingStatus> {
    for (let tries = 0; tries < 100; tries++) {
      const { status } = await call<{ status: ProofingStatus }>('GET', `/api/portal/requests/${id}`)
      if (status !== 'pending') return status
      await sleep(50)
    }
    throw new Error('the portal does not finish')
  }

  /** Proofing from the start to the portal's answer. @returns the request's id. */
  async function prove(resident: string): Promise<string> {
    const { id, authorize_url } = await startProofing()
    await comeBack(await consent(authorize_url, resident))
    const status = await proofingStatus(id)
    if (status !== 'ready') throw new Error(`proofing ended as ${status}`)
    return id
  }

  const passkeyOptions = (recover?: true) =>
    call<CreationOptions>('POST', '/api/passkeys/options', recover ? { device, recover } : { device })
  const sessionOptions = () => call<RequestOptions>('POST', '/api/sessions/options', { device })

  let relation: Relation | null = null
  /** The intent with the words that a representative reads, as the api publishes them. */
  async function actingIntent(by: Relation, choice: Choice, scope: Scope): Promise<Intent> {
    const several = 'databases' in scope ? `&databases=${scope.databases.join()}` : ''
    const { texts } = await call<{ texts: PublishedText[] }>('GET', `/api/texts?for=${by}${several}`)
    const wanted = JSON.stringify(scope)
    const found = texts.find(
      (one) => one.locale === 'ja' && one.choice === choice && JSON.stringify(one.scope) === wanted,
    )
    if (!found) throw new Error('no words are published for this')
    const { words: _, ...intent } = found
    return intent
  }

  const decisionOptions = async (choice: Choice, scope: Scope) =>
    call<DecisionOptions>('POST', '/api/decisions/options', {
      decision: relation ? await actingIntent(relation, choice, scope) : shownIntent(choice, scope),
    })

  const people = () => call<PeopleAnswer>('GET', '/api/people')

  /** Acts for somebody from now on, or for oneself again. */
  async function act(person: string): Promise<SessionAnswer> {
    const session = await call<SessionAnswer>('POST', '/api/session/acting', { person })
    relation = session.for?.relation ?? null
    return session
  }

  /** The preview, signed by the passkey and ready to send. */
  async function signed(choice: Choice, scope: Scope): Promise<DecisionBody> {
    const { decision, options } = await decisionOptions(choice, scope)
    return { decision, response: authenticator.get(options) }
  }

  const sendDecision = (body: DecisionBody, key: string) =>
    browser.send('POST', '/api/decisions', { json: body, headers: { 'Idempotency-Key': key } })

  return {
    device,
    browser,
    authenticator,
    call,
    startProofing,
    consent,
    comeBack,
    proofingStatus,
    prove,
    passkeyOptions,
    sessionOptions,
    decisionOptions,
    signed,
    sendDecision,
    people,
    act,

    /** Acts for the nth person whom the portal names. */
    async actFor(n: number): Promise<SessionAnswer> {
      const { people: all } = await people()
      return act(all[n]?.id ?? 'nobody')
    },

    /** Proofing and a first passkey. */
    async enrol(resident: string): Promise<void> {
      await prove(resident)
      const response = authenticator.create(await passkeyOptions())
      await call<PasskeyCreated>('POST', '/api/passkeys', { response })
    },

    /** Signs in with the passkey. */
    async signIn(): Promise<SessionAnswer> {
      const response = authenticator.get(await sessionOptions())
      return call<SessionAnswer>('POST', '/api/sessions', { response })
    },

    /** Decides with the passkey. @returns the acknowledged decision and its receipt. */
    async decide(choice: Choice, scope: Scope, key: string = randomUUID()): Promise<DecisionAnswer> {
      return orRefused('POST /api/decisions', await sendDecision(await signed(choice, scope), key))
    },

    coverage: (id: string) => call<CoverageAnswer>('GET', `/api/portal/requests/${id}/coverage`),
    session: () => call<SessionAnswer>('GET', '/api/session'),
    databases: () => call<DatabasesAnswer>('GET', '/api/databases'),
    decisions: () => call<DecisionsAnswer>('GET', '/api/decisions'),
    receipt: async (id: string) => (await browser.send('GET', `/api/decisions/${id}/receipt`)).text(),
  }
}
