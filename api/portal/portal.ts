import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { Relation } from '../contract/acting.ts'
import type { Coverage, CoverageAnswer } from '../contract/patient.ts'
import type { AgeBand } from '../domain/acting.ts'

/** The portal cannot be reached now (no answer, 5xx): a later retry may help. */
export class PortalUnavailable extends Error {
  override name = 'PortalUnavailable'
}
/** The person's session at the portal has ended: only a new consent helps. */
export class PortalExpired extends Error {
  override name = 'PortalExpired'
}
/** The answer is about another person or another request. Never use it. */
export class PortalMismatch extends Error {
  override name = 'PortalMismatch'
}

/** The portal does not say, or not any more, that the person may act for somebody. */
export class PortalNotRepresented extends Error {
  override name = 'PortalNotRepresented'
}

/** The person's consent, exchanged for the right to fetch their coverage for a few minutes. */
export type Grant = {
  access_token: string
  sub: string
  process_id: string
  nonce: string
  /** A sign-in before this time does not count, in ms of the portal's clock; null: any sign-in counts. */
  login_since: number | null
}

/** Values that go to the portal and come back. `challenge`: PKCE S256. */
type AuthorizationRequest = { state: string; challenge: string; nonce: string }

/** Coverage as the portal returned it. It is passed on and never stored (告知要求制限). */
export type PortalResult = Omit<CoverageAnswer, 'shown_until' | 'for'>

/** Somebody for whom the person may act, as the portal says it. `until`: the last day in Japan. */
export type PortalRepresented = { ref: string; relation: Relation; until: string | null; age_band: AgeBand }

/** What the portal says beside the coverage. `represented`: whom the answer is about, in place of the person. */
export type PortalAnswer = {
  result: PortalResult
  age_band: AgeBand
  represents: PortalRepresented[]
  represented: PortalRepresented | null
}

const Part = z.string().max(256)
const Entry = z.object({
  InsurerNumber: Part,
  InsuredCardSymbol: Part,
  InsuredIdentificationNumber: Part,
  InsuredBranchNumber: Part,
  QualificationDate: Part,
  DisqualificationDate: Part.optional(),
})
const Id = z.string().min(1).max(512)
const Band = z.enum(['under-self-age', 'adult', 'unknown']).catch('unknown')
const Represented = z.object({
  ref: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
  relation: Relation,
  until: z.iso.date().nullable(),
  age_band: Band,
})
const Payload = z.object({
  age_band: Band,
  represents: z.array(Represented).max(50).default([]),
  represented: Represented.nullable().default(null),
  sub: Id,
  nonce: Id,
  auth_time: z.number().optional(),
  isNotDisclosed: z.boolean(),
  current: Entry.nullable(),
  history: z.array(Entry).max(200),
})
const Token = z.object({ access_token: z.string().min(1).max(8192), sub: Id })
const Pushed = z.object({ request_uri: Id, iat: z.int() })
const Order = z.object({ process_id: Id })

const CLIENT_ID = 'erabu'
const SCOPE = 'insurance'
/** How far the portal's clock may be from ours. */
const LOGIN_SKEW_MS = 10_000

/**
 * Client of the portal (マイナポータルAPI, mocked): OAuth 2.0 authorization code with PKCE, then a request whose
 * result is a JWS bound to our nonce. The real interface is not public; ours is invented and says so.
 */
export function createPortal(deps: {
  url: string
  secret: string
  redirectUri: string
  /** The age by which the portal says whether somebody decides alone. */
  selfFromAge: number
  now: () => Date
}) {
  const keys = createRemoteJWKSet(new URL(`${deps.url}/jwks.json`), { timeoutDuration: 5000 })
  const basic = `Basic ${Buffer.from(`${CLIENT_ID}:${deps.secret}`).toString('base64')}`

  const asking = ({ state, challenge, nonce }: AuthorizationRequest) => ({
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri: deps.redirectUri,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })

  function authorizeWith(values: Record<string, string>): string {
    const url = new URL(`${deps.url}/authorize`)
    url.search = new URLSearchParams(values).toString()
    return url.href
  }

  async function ask(
    path: string,
    init: { authorization: string; json?: unknown; form?: Record<string, string> },
  ) {
    const response = await fetch(`${deps.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: init.authorization,
        ...(init.form ? {} : { 'content-type': 'application/json' }),
      },
      body: init.form ? new URLSearchParams(init.form) : JSON.stringify(init.json),
      signal: AbortSignal.timeout(8000),
      redirect: 'error',
    }).catch((cause: unknown) => {
      throw new PortalUnavailable(`no answer from ${path}`, { cause })
    })
    if (response.status === 403 && !init.form) throw new PortalNotRepresented(`403 from ${path}`)
    if (response.status === 401 && !init.form) throw new PortalExpired(`401 from ${path}`)
    if (!response.ok) throw new PortalUnavailable(`${response.status} from ${path}`)
    return { status: response.status, body: (await response.json()) as unknown }
  }

  return {
    /** The address for consent on the person's own device. */
    authorizeUrl: (of: AuthorizationRequest): string => authorizeWith(asking(of)),

    /**
     * The same on a device that others have used: the person there has to sign in at the portal again (OpenID Connect
     * Core §3.1.2.1). The api pushes the request to the portal (RFC 9126), so that nobody at the browser can remove
     * this demand. @returns `login_since`, by the portal's own clock, in ms. @throws PortalUnavailable
     */
    async pushedUrl(of: AuthorizationRequest): Promise<{ url: string; login_since: number }> {
      const form = { ...asking(of), prompt: 'login', max_age: '0' }
      const { request_uri, iat } = parse(Pushed, (await ask('/par', { authorization: basic, form })).body)
      return { url: authorizeWith({ client_id: CLIENT_ID, request_uri }), login_since: iat * 1000 }
    },

    /**
     * Exchanges the code and orders the coverage.
     * @throws PortalUnavailable, PortalExpired
     */
    async begin(of: {
      code: string
      verifier: string
      nonce: string
      login_since: number | null
    }): Promise<Grant> {
      const token = await ask('/oauth/token', {
        authorization: basic,
        form: {
          grant_type: 'authorization_code',
          code: of.code,
          redirect_uri: deps.redirectUri,
          code_verifier: of.verifier,
        },
      })
      const { access_token, sub } = parse(Token, token.body)
      const order = await ask('/request', {
        authorization: `Bearer ${access_token}`,
        json: { nonce: of.nonce, self_from_age: deps.selfFromAge },
      })
      const { process_id } = parse(Order, order.body)
      return { access_token, sub, process_id, nonce: of.nonce, login_since: of.login_since }
    },

    /**
     * Fetches the ordered coverage, or that of somebody for whom the person may act; null while the portal is still
     * working on it.
     * @param ref of `represents`. @throws PortalUnavailable, PortalExpired, PortalMismatch, PortalNotRepresented
     */
    async result(grant: Grant, ref?: string): Promise<PortalAnswer | null> {
      const { status, body } = await ask('/result', {
        authorization: `Bearer ${grant.access_token}`,
        json: { process_id: grant.process_id, ...(ref === undefined ? {} : { represented: ref }) },
      })
      if (status === 202) return null
      const { result: signed } = parse(z.object({ result: z.string() }), body)
      const { payload } = await jwtVerify(signed, keys, {
        algorithms: ['ES256'],
        typ: 'portal-result+jwt',
        issuer: deps.url,
        audience: CLIENT_ID,
        currentDate: deps.now(),
        clockTolerance: 60,
      }).catch((cause: unknown) => {
        throw verificationFailure(cause)
      })
      const answer = parse(Payload, payload)
      if (answer.sub !== grant.sub || answer.nonce !== grant.nonce)
        throw new PortalMismatch('the result is about another person or request')
      if (answer.represented?.ref !== ref)
        throw new PortalMismatch('the result is about somebody else whom the person may act for')
      if (!isLoginSince(grant.login_since, answer.auth_time, deps.now().getTime()))
        throw new PortalMismatch('the answer is about an earlier sign-in at the portal')
      const history = answer.history.map(toCoverage)
      const current = answer.current ? toCoverage(answer.current) : null
      const result = {
        insurer_number: current?.insurer_number ?? null,
        symbol: current?.symbol ?? null,
        number: current?.number ?? null,
        branch: current?.branch ?? null,
        qualified_on: current?.qualified_on ?? null,
        history,
        not_disclosed: answer.isNotDisclosed,
      }
      const { age_band, represents, represented } = answer
      return { result, age_band, represents, represented }
    },
  }
}

export type Portal = ReturnType<typeof createPortal>

/** Expired: a new consent helps. Keys that cannot be fetched: try later. Anything else: not our answer. */
function verificationFailure(cause: unknown): Error {
  if (cause instanceof errors.JWTExpired) return new PortalExpired('the result has expired', { cause })
  if (!(cause instanceof errors.JOSEError) || cause instanceof errors.JWKSTimeout)
    return new PortalUnavailable('the keys of the portal cannot be fetched', { cause })
  return new PortalMismatch('the result does not verify', { cause })
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (!result.success) throw new PortalUnavailable('the answer has an unexpected shape')
  return result.data
}

/** Whether the person signed in at the portal for this request: `since` and `auth_time` (seconds) are of one clock. */
function isLoginSince(since: number | null, auth_time: number | undefined, now: number): boolean {
  if (since === null) return true
  if (auth_time === undefined) return false
  return auth_time * 1000 >= since && auth_time * 1000 <= now + LOGIN_SKEW_MS
}

/** A part that the scheme does not have is absent, never "00" or "" (JP Core). */
const toCoverage = (entry: z.infer<typeof Entry>): Coverage => ({
  insurer_number: entry.InsurerNumber,
  symbol: entry.InsuredCardSymbol || null,
  number: entry.InsuredIdentificationNumber,
  branch: entry.InsuredBranchNumber || null,
  qualified_on: entry.QualificationDate,
  ended_on: entry.DisqualificationDate || null,
})
