import * as oauth from 'oauth4webapi'
import { describe, expect } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE } from './linked-outsider.ts'
import { discover } from './outsider.ts'

const LOOPBACK = { [oauth.allowInsecureRequests]: true }

/** A client whose access token is bound to a key of its own (RFC 9449). */
async function boundClient(world: World) {
  const { clientId, kid, privateKey } = world.holder(DATABASE).key
  const server = await discover(world.origin)
  const client: oauth.Client = { client_id: clientId }
  const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
  const request = () =>
    oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.PrivateKeyJwt({ key: privateKey, kid }),
      {},
      {
        DPoP,
        ...LOOPBACK,
      },
    )
  const answer = await oauth.processClientCredentialsResponse(server, client, await request())
  const url = new URL('/ssf/streams', world.origin)
  const read = (dpop: oauth.DPoPHandle) =>
    oauth.protectedResourceRequest(answer.access_token, 'GET', url, undefined, undefined, {
      DPoP: dpop,
      ...LOOPBACK,
    })
  return { client, answer, url, DPoP, read }
}

describe('access tokens bound to a key (RFC 9449)', () => {
  test('are given for a proof, and taken with a proof of the same key', async ({ world }) => {
    const { answer, DPoP, read } = await boundClient(world)
    expect(answer.token_type).toBe('dpop')
    expect((await read(DPoP)).status).toBe(200)
  })

  test('are refused as bearer tokens, and with a proof of another key', async ({ world }) => {
    const { answer, client, url, read } = await boundClient(world)
    const bare = await fetch(url, { headers: { authorization: `Bearer ${answer.access_token}` } })
    expect(bare.status).toBe(401)
    const stranger = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
    await expect(read(stranger)).rejects.toMatchObject({ status: 401 })
  })

  test('take each proof once, and for its own method and address', async ({ world }) => {
    const { answer, url, DPoP } = await boundClient(world)
    const proofs: string[] = []
    const seen = async (
      input: string,
      { headers, method }: { headers: Record<string, string>; method: string },
    ) => {
      proofs.push(headers.dpop ?? '')
      return fetch(input, { headers, method })
    }
    await oauth.protectedResourceRequest(answer.access_token, 'GET', url, undefined, undefined, {
      DPoP,
      [oauth.customFetch]: seen,
      ...LOOPBACK,
    })
    const headers = { authorization: `DPoP ${answer.access_token}`, dpop: proofs[0] ?? '' }
    expect((await fetch(url, { headers })).status).toBe(401)
    expect((await fetch(new URL('/ssf/status', url), { headers })).status).toBe(401)
    expect((await fetch(url, { headers })).headers.get('www-authenticate')).toMatch(
      /^DPoP error="invalid_dpop_proof"/,
    )
  })
})
