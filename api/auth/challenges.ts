import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { Config } from '../config.ts'
import type { Device } from '../contract/patient.ts'
import type { Clock } from '../domain/clock.ts'
import { claimedChallenge, type Expectation, PasskeyError } from '../domain/passkey.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import { consumeChallenge, insertChallenge } from '../store/people/challenges.ts'
import type { ChallengePurpose, SessionRow } from '../store/people/rows.ts'
import type { Store, Transactor } from '../store/store.ts'

type Ceremony = Exclude<ChallengePurpose, 'return'>

type Response = AuthenticationResponseJSON | RegistrationResponseJSON
/** The payload kept with a challenge, and what the response must say. */
type Taken<T> = { payload: T; expected: Expectation }

const LIFE_MS: Record<Ceremony, number> = {
  register: 300_000,
  'sign-in': 120_000,
  decide: 120_000,
  staff: 120_000,
  'desk-register': 300_000,
  'desk-sign-in': 120_000,
  'desk-enter': 120_000,
  'desk-confirm': 120_000,
}

/** What a challenge is bound to: a session of a patient, of a kiosk's staff, or of a desk. */
type Bound = Pick<SessionRow, 'id' | 'device'>

/** WebAuthn challenges: stored, bound to a session and a purpose, valid once and for a short time. */
export function createChallenges({
  config,
  store,
  clock,
  random,
}: {
  config: Config
  store: Store
  clock: Clock
  random: Random
}) {
  const now = () => clock.now().getTime()
  const rpId = new URL(config.origin).hostname
  /** What the response to a challenge must say. */
  const expected = (challenge: string, device: Device): Expectation => ({
    challenge,
    origin: config.origin,
    rpId,
    device,
  })

  /**
   * Consumes the challenge that a response answers, before anything is verified.
   * @throws ProblemError challenge-expired
   */
  async function consume<T>(
    tx: Transactor,
    session: Bound,
    purpose: Ceremony,
    response: Response,
  ): Promise<Taken<T>> {
    const challenge = claimedChallenge(response)
    const payload =
      challenge && (await consumeChallenge(tx, { challenge, session_id: session.id, purpose, now: now() }))
    if (!challenge || !payload) throw new ProblemError('challenge-expired')
    return { payload: payload as T, expected: expected(challenge, session.device) }
  }

  /** @param challenge base64url; 32 random bytes where the purpose does not make one. */
  async function issue(
    session: Bound,
    purpose: Ceremony,
    payload: object,
    challenge = random.bytes(32).toString('base64url'),
  ): Promise<string> {
    const expires_at = now() + LIFE_MS[purpose]
    await store.transact((tx) =>
      insertChallenge(tx, {
        challenge,
        session_id: session.id,
        purpose,
        payload: JSON.stringify(payload),
        expires_at,
      }),
    )
    return challenge
  }

  return {
    rpId,
    expected,
    /** Milliseconds that a person has for a ceremony. */
    timeout: (purpose: Ceremony): number => LIFE_MS[purpose],

    issue,

    /** Issues a challenge. @returns what the browser is to ask of a passkey (WebAuthn §5.5), with user verification. */
    async ask(
      session: Bound,
      purpose: Ceremony,
      payload: object = {},
      more: {
        challenge?: string
        allowCredentials?: { id: string; transports: AuthenticatorTransport[] }[]
      } = {},
    ): Promise<PublicKeyCredentialRequestOptionsJSON> {
      const { challenge: made, ...credentials } = more
      const challenge = await issue(session, purpose, payload, made)
      return generateAuthenticationOptions({
        rpID: rpId,
        challenge: Buffer.from(challenge, 'base64url'),
        timeout: LIFE_MS[purpose],
        userVerification: 'required',
        ...credentials,
      })
    },

    /** Consumes the challenge in a transaction of its own. @throws ProblemError challenge-expired */
    take: <T>(session: Bound, purpose: Ceremony, response: Response): Promise<Taken<T>> =>
      store.transact((tx) => consume<T>(tx, session, purpose, response)),

    consume,
  }
}

export type Challenges = ReturnType<typeof createChallenges>

/**
 * Options for a shared device: the browser offers security keys and cards first. This is only a hint: any
 * authenticator is verified the same way.
 */
export const roaming = <T extends object>({ device }: SessionRow, options: T): T =>
  device === 'shared' ? { ...options, hints: ['security-key'] } : options

/** Maps the failure of a ceremony to a problem: one code for everything that an attacker may try. */
export async function orReject<T>(verify: Promise<T>): Promise<T> {
  try {
    return await verify
  } catch (error) {
    if (!(error instanceof PasskeyError)) throw error
    throw new ProblemError(error.problem, { reason: error.message })
  }
}
