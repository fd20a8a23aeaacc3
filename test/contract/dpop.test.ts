import * as oauth from 'oauth4webapi'
import { describe, expect } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { discover } from './outsider.ts'

const LOOPBACK = { [oauth.allowInsecureRequests]: true }

/** A client that binds its access token to a key of its own (RFC 9449). */
async function boundClient({ origin, holder }: World) {
  const { clientId, kid, privateKey } = holder('demo-registry').key
  const client: oauth.Client = { client_id: clientId }
  const server = await discover(origin)
  const proof = async () => oauth.DPoP({}, await oauth.generateKeyPair('ES256'))
  const own = await proof()
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    oauth.PrivateKeyJwt({ key: privateKey, kid }),
    {},
    { DPoP: own, ...LOOPBACK },
  )
  const granted = await oauth.processClientCredentialsResponse(server, client, response)
  const ask = (DPoP: oauth.DPoPHandle) =>
    oauth.protectedResourceRequest(
      granted.access_token,
      'GET',
      new URL('/ssf/streams?unrelated=query', origin),
      undefined,
      undefined,
      { DPoP, ...LOOPBACK },
    )
  return { granted, own, ask, proof }
}

describe('an access token that is bound to a key', () => {
  test('opens to whoever proves that key, again and again', async ({ world }) => {
    const { granted, own, ask } = await boundClient(world)
    expect(granted.token_type).toBe('dpop')
    expect((await ask(own)).status).toBe(200)
    expect((await ask(own)).status).toBe(200)
  })

  test('is of no use with the proof of another key', async ({ world }) => {
    const { ask, proof } = await boundClient(world)
    await expect(ask(await proof())).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'dpop', parameters: { error: 'invalid_dpop_proof' } }],
    })
  })

  test('is of no use as a bearer, without a proof', async ({ world }) => {
    const { granted } = await boundClient(world)
    const authorization = `Bearer ${granted.access_token}`
    const response = await fetch(`${world.origin}/ssf/streams`, { headers: { authorization } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('invalid_token')
  })
})
