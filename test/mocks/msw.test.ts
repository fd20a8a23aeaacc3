import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mockHandlers } from '../../mocks/msw.ts'
import { listen } from '../support/serve.ts'

const portalUrl = 'https://portal.mock.example'
const resolverUrl = 'https://resolver.mock.example'
const redirectUri = 'https://erabu.example/api/portal/callback'

/** From here to the end of the test `fetch` reaches only the mocks. */
async function intercept() {
  const { handlers } = await mockHandlers({ portalUrl, resolverUrl, sealKey: randomBytes(32), redirectUri })
  const server = setupServer(...handlers)
  server.listen({
    onUnhandledFrame() {
      throw new Error('no mock answers there')
    },
  })
  onTestFinished(() => server.close())
}

const basic = (name: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`,
})
const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('the mocks as handlers of MSW', () => {
  test('lead from consent to a result that verifies with the portal’s key', async () => {
    await intercept()
    const code_verifier = randomBytes(32).toString('base64url')
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
    const asked = { client_id: 'erabu', redirect_uri: redirectUri, state: 's', code_challenge, scope: 'x' }
    const agreed = await fetch(`${portalUrl}/authorize`, {
      method: 'POST',
      body: new URLSearchParams({ ...asked, resident: 'r03', agree: 'yes' }),
      redirect: 'manual',
    })
    const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const exchanged = await fetch(`${portalUrl}/oauth/token`, {
      method: 'POST',
      headers: basic('erabu', 'demo-portal-secret'),
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        code_verifier,
        redirect_uri: redirectUri,
      }),
    })
    const { access_token, sub } = (await exchanged.json()) as { access_token: string; sub: string }
    const bearer = { authorization: `Bearer ${access_token}` }
    const ordered = await post(`${portalUrl}/request`, { nonce: 'n' }, bearer)
    const answer = await post(`${portalUrl}/result`, await ordered.json(), bearer)
    const { result } = (await answer.json()) as { result: string }
    const keys = createRemoteJWKSet(new URL(`${portalUrl}/jwks.json`))
    const { payload } = await jwtVerify(result, keys, { issuer: portalUrl, audience: 'erabu' })
    expect(payload).toMatchObject({ sub, nonce: 'n', current: { InsuredCardSymbol: '99112233' } })
  })

  test('let a new job at the portal reach the resolver', async () => {
    await intercept()
    const id5 = async (coverage: object) => {
      const answer = await post(`${resolverUrl}/id5`, { coverage }, basic('erabu', 'demo-resolver-secret'))
      return [answer.status, ((await answer.json()) as { id5?: string }).id5]
    }
    const { residents } = (await (await fetch(`${portalUrl}/_control`)).json()) as {
      residents: { id: string; coverages: object[] }[]
    }
    const old = residents.find(({ id }) => id === 'r03')?.coverages[0] ?? {}
    const job = { insurer_number: '06990014', symbol: '新', number: '77', branch: '01' }
    expect(await id5(job)).toEqual([404, undefined])
    const change = { resident: 'r03', ...job, qualified_on: '2026-12-01' }
    expect((await post(`${portalUrl}/_control/coverages`, change)).status).toBe(204)
    expect(await id5(job)).toEqual(await id5(old))
  })

  test('answer only for their two addresses', async () => {
    let reached = 0
    const elsewhere = await listen('127.0.0.1')
    onTestFinished(elsewhere.close)
    elsewhere.mount(() => new Response(String(reached++)))
    const url = `http://127.0.0.1:${elsewhere.port}/id5`
    await intercept()
    expect([(await fetch(url)).status, reached]).toEqual([500, 0])
  })
})
