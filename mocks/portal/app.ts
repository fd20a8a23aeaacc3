import { type Context, Hono } from 'hono'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { z } from 'zod'
import { Disclosing, JobChange, toCoverage } from '../coverage-schema.ts'
import { isBasic } from '../http.ts'
import type { Resident } from '../residents.ts'
import { consentPage, consentStyle, messagePage } from './consent-page.ts'
import { createGrants, subOf, TOKEN_SECONDS } from './grants.ts'
import { createLogins } from './logins.ts'
import { createPushedRequests, PUSHED_SECONDS } from './pushed.ts'
import { ageBand, type RepresentedEntry, representedBy } from './represents.ts'
import { resultPayload } from './result.ts'
import { PORTAL_SCENARIOS, type PortalScenario } from './scenarios.ts'

const SLOW_ANSWERS = 3

const Asked = z.object({
  client_id: z.literal('erabu'),
  redirect_uri: z.string(),
  state: z.string().min(1).max(512),
  nonce: z.string().max(512).optional(),
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal('S256').optional(),
  scope: z.string(),
})
const Answered = z.object({ resident: z.string().optional(), agree: z.enum(['yes', 'no']) })
const Ordered = z.object({
  nonce: z.string().min(1),
  self_from_age: z.int().min(0).max(20).optional(),
})
/** `represented`: a `ref` of the result, about whom the result shall be. */
const Fetched = z.object({ process_id: z.string(), represented: z.string().max(128).optional() })
const Representing = z.object({
  resident: z.string(),
  by: z.string(),
  relation: z.enum(['child', 'ward']).default('child'),
  until: z.iso.date().optional(),
  withdrawn: z.boolean().default(false),
  despite_protection: z.boolean().default(false),
})
const Form = z.record(z.string(), z.string())
const Scenario = z.object({ scenario: z.enum(PORTAL_SCENARIOS) })

/**
 * 模擬 マイナポータルAPI: consent page, OAuth code with PKCE, request and signed result. Invented: the real interface is not
 * public. `deps.onJobChange` tells the resolver of a coverage added by control.
 */
export async function createPortalApp(deps: {
  residents: readonly Resident[]
  issuer: string
  secret: string
  redirectUris: readonly string[]
  onJobChange: (change: JobChange) => Promise<void>
  now?: () => Date
}) {
  const now = deps.now ?? (() => new Date())
  const people = deps.residents.map((resident) => ({ ...resident, coverages: [...resident.coverages] }))
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const exported = await exportJWK(publicKey)
  const jwk = { ...exported, kid: await calculateJwkThumbprint(exported), alg: 'ES256', use: 'sig' }
  const grants = createGrants(now)
  const logins = createLogins(now)
  const pushed = createPushedRequests(now)
  const requests: { at: string; path: string; status: number }[] = []
  let scenario: PortalScenario = 'normal'

  const back = (asked: z.infer<typeof Asked>, values: Record<string, string>) =>
    `${asked.redirect_uri}?${new URLSearchParams({ ...values, state: asked.state })}`
  const allowed = (asked: { redirect_uri: string }) => deps.redirectUris.includes(asked.redirect_uri)

  const unavailable = (c: Context) => {
    c.header('Retry-After', '5')
    return c.req.header('accept')?.includes('text/html')
      ? c.html(
          messagePage('いまは利用できません。前の画面に戻ってください', 'Not available now. Please go back'),
          503,
        )
      : c.json({ error: 'unavailable' }, 503)
  }

  const app = new Hono()
  app.use(async (c, next) => {
    const control = c.req.path.startsWith('/_control')
    const down = scenario === 'down' && !control && c.req.path !== '/consent.css'
    if (down) c.res = await unavailable(c)
    else await next()
    if (control) return
    requests.push({ at: now().toISOString(), path: c.req.path, status: c.res.status })
    if (requests.length > 200) requests.shift()
  })

  return app
    .get('/authorize', (c) => {
      const query = c.req.query()
      const values = pushed.resolve(query)
      const asked = Asked.safeParse(values)
      if (!asked.success || !allowed(asked.data))
        return c.html(messagePage('この依頼は受け付けられません', 'This request cannot be accepted'), 400)
      c.header('Content-Security-Policy', `default-src 'none'; style-src 'self'; frame-ancestors 'none'`)
      c.header('Cache-Control', 'no-store')
      // A person who signed in here before stays signed in, unless the client demands a new login.
      const login = logins.find(c, values, scenario === 'keeps-login')
      return c.html(login ? consentPage([login.resident], query, true) : consentPage(people, query))
    })
    .get('/consent.css', (c) => c.body(consentStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
    .post('/authorize', async (c) => {
      const form = Form.safeParse(await c.req.parseBody()).data ?? {}
      const values = pushed.resolve(form)
      const [asked, answered] = [Asked.safeParse(values), Answered.safeParse(form)]
      if (!asked.success || !answered.success || !allowed(asked.data))
        return c.json({ error: 'invalid_request' }, 400)
      // A person who declines need not identify themselves.
      if (answered.data.agree === 'no' || scenario === 'declines')
        return c.redirect(back(asked.data, { error: 'access_denied' }), 303)
      const resident = people.find(({ id }) => id === answered.data.resident)
      if (!resident) return c.json({ error: 'unknown_resident' }, 400)
      const { redirect_uri, code_challenge: challenge } = asked.data
      const known = logins.find(c, values, scenario === 'keeps-login')
      const login = known?.resident === resident ? known : logins.begin(c, resident)
      const code = grants.code({ resident, auth_time: login.at, redirect_uri, challenge })
      return c.redirect(back(asked.data, { code }), 303)
    })
    .post('/par', async (c) => {
      if (!isBasic(c.req.header('authorization'), 'erabu', deps.secret))
        return c.json({ error: 'invalid_client' }, 401)
      const values = Form.safeParse(await c.req.parseBody()).data ?? {}
      const asked = Asked.safeParse(values)
      if (!asked.success || !allowed(asked.data) || 'request_uri' in values)
        return c.json({ error: 'invalid_request' }, 400)
      const iat = Math.floor(now().getTime() / 1000)
      return c.json({ request_uri: pushed.push(values), expires_in: PUSHED_SECONDS, iat }, 201)
    })
    .post('/oauth/token', async (c) => {
      if (!isBasic(c.req.header('authorization'), 'erabu', deps.secret))
        return c.json({ error: 'invalid_client' }, 401)
      const form = await c.req.parseBody()
      if (form.grant_type !== 'authorization_code') return c.json({ error: 'unsupported_grant_type' }, 400)
      const token = grants.exchange(String(form.code), String(form.redirect_uri), String(form.code_verifier))
      if (!token) return c.json({ error: 'invalid_grant' }, 400)
      return c.json({ ...token, token_type: 'Bearer', expires_in: TOKEN_SECONDS })
    })
    .post('/request', async (c) => {
      const grant = grants.find(c.req.header('authorization'))
      if (!grant) return c.json({ error: 'invalid_token' }, 401)
      const body = Ordered.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const { nonce, self_from_age: from } = body.data
      return c.json({ process_id: grants.order(grant, { nonce, from }) }, 202)
    })
    .post('/result', async (c) => {
      const grant = grants.find(c.req.header('authorization'))
      if (!grant || scenario === 'session-expired') return c.json({ error: 'session_expired' }, 401)
      const body = Fetched.safeParse(await c.req.json().catch(() => null))
      const order = body.success ? grants.ask(grant, body.data.process_id) : null
      if (!body.success || !order) return c.json({ error: 'unknown_process' }, 404)
      if (scenario === 'slow' && order.asked < SLOW_ANSWERS) return c.json({ status: 'processing' }, 202)
      const other = people.find(({ id }) => id !== grant.resident.id)
      const person = scenario === 'mismatch' && other ? other : grant.resident
      const when = { from: order.from, now: now() }
      const represents = representedBy(person, people, when)
      const { represented: ref } = body.data
      const found = represents.find((one) => one.ref === ref)
      if (ref !== undefined && !found) return c.json({ error: 'not_represented' }, 403)
      const { resident = person, ...represented } = found ?? {}
      const payload = resultPayload({
        issuer: deps.issuer,
        resident,
        sub: subOf(person),
        ageBand: ageBand(resident, when),
        represents: found ? [] : represents.map(({ resident: _, ...entry }) => entry),
        represented: found ? (represented as RepresentedEntry) : null,
        authTime: scenario === 'no-login-time' ? null : grant.auth_time,
        nonce: order.nonce,
        now: now(),
        noData: scenario === 'no-data',
      })
      const result = await new SignJWT(payload)
        .setProtectedHeader({ alg: 'ES256', typ: 'portal-result+jwt', kid: jwk.kid })
        .sign(privateKey)
      return c.json({ result })
    })
    .get('/jwks.json', (c) => c.json({ keys: [jwk] }))
    .get('/_control', (c) => c.json({ scenario, residents: people, requests }))
    .post('/_control', async (c) => {
      const body = Scenario.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'unknown_scenario', scenarios: PORTAL_SCENARIOS }, 400)
      scenario = body.data.scenario
      return c.json({ scenario })
    })
    .post('/_control/coverages', async (c) => {
      const body = JobChange.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const resident = people.find(({ id }) => id === body.data.resident)
      if (!resident) return c.json({ error: 'unknown_resident' }, 404)
      await deps.onJobChange(body.data)
      const [last] = resident.coverages
      if (last) last.ended_on ||= body.data.qualified_on
      resident.coverages.unshift(toCoverage(body.data))
      return c.body(null, 204)
    })
    .post('/_control/disclosures', async (c) => {
      const body = Disclosing.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const resident = people.find(({ id }) => id === body.data.resident)
      if (!resident) return c.json({ error: 'unknown_resident' }, 404)
      resident.not_disclosed = !body.data.disclosed
      return c.body(null, 204)
    })
    .post('/_control/representations', async (c) => {
      const body = Representing.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const { resident: id, until, ...named } = body.data
      const resident = people.find((one) => one.id === id)
      if (!resident || !people.some((one) => one.id === named.by))
        return c.json({ error: 'unknown_resident' }, 404)
      const others = resident.represented_by.filter((one) => one.by !== named.by)
      resident.represented_by = [...others, { ...named, ...(until === undefined ? {} : { until }) }]
      return c.body(null, 204)
    })
}
