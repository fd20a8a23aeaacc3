import { createHash, randomBytes } from 'node:crypto'
import { createPortalApp } from '../../mocks/portal/app.ts'
import type { PortalScenario } from '../../mocks/portal/scenarios.ts'
import { residents as everybody, type Resident } from '../../mocks/residents.ts'

export const ISSUER = 'http://127.0.0.1:3001'
export const REDIRECT_URI = 'http://localhost:3000/api/portal/callback'
const CLIENT = `Basic ${Buffer.from('erabu:demo-portal-secret').toString('base64')}`

type Token = { access_token: string; sub: string }

/** The portal mock, called without a port, as a browser and the client `erabu` call it. */
export async function openPortal(
  options: { residents?: readonly Resident[]; now?: () => Date; onJobChange?: () => Promise<void> } = {},
) {
  const app = await createPortalApp({
    residents: everybody,
    issuer: ISSUER,
    secret: 'demo-portal-secret',
    redirectUris: [REDIRECT_URI],
    onJobChange: async () => {},
    ...options,
  })
  const verifier = randomBytes(32).toString('base64url')
  const asked = {
    client_id: 'erabu',
    redirect_uri: REDIRECT_URI,
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    scope: 'insurance',
  }

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  const submit = async (values: Record<string, string>) =>
    app.request('/authorize', { method: 'POST', body: new URLSearchParams({ ...asked, ...values }) })

  /** Consents to everything as this resident. @returns the code that the browser brings back. */
  async function consent(resident: string): Promise<string> {
    const answer = await submit({ resident, agree: 'yes' })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code')
    if (answer.status !== 303 || !code) throw new Error(`the portal answered ${answer.status} without a code`)
    return code
  }

  const exchange = async (form: Record<string, string>, authorization = CLIENT) =>
    app.request('/oauth/token', {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        redirect_uri: REDIRECT_URI,
        code_verifier: verifier,
        ...form,
      }),
    })

  const tokenOf = async (resident: string): Promise<Token> =>
    (await (await exchange({ code: await consent(resident) })).json()) as Token

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  async function order(token: string, nonce = 'a nonce', more: object = {}): Promise<string> {
    const answer = await post('/request', { nonce, ...more }, bearer(token))
    return ((await answer.json()) as { process_id: string }).process_id
  }

  return {
    app,
    asked,
    post,
    submit,
    consent,
    exchange,
    tokenOf,
    order,
    result: (token: string, process_id: string, more: object = {}) =>
      post('/result', { process_id, ...more }, bearer(token)),
    play: (scenario: PortalScenario) => post('/_control', { scenario }),
  }
}
