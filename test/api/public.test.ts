import { compactVerify } from 'jose'
import { describe, expect } from 'vitest'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

describe('discovery', () => {
  test('describes the authorization server (RFC 8414)', async ({ world }) => {
    const answer = await fetch(`${world.origin}/.well-known/oauth-authorization-server`)
    const body = (await answer.json()) as Record<string, unknown>
    expect(body).toMatchObject({
      issuer: world.origin,
      token_endpoint: `${world.origin}/oauth/token`,
      jwks_uri: `${world.origin}/jwks.json`,
      response_types_supported: ['none'],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    })
    expect(Object.values(body)).not.toContainEqual([])
  })

  test('describes the transmitter (SSF 1.0)', async ({ world }) => {
    const answer = await fetch(`${world.origin}/.well-known/ssf-configuration`)
    const body = (await answer.json()) as Record<string, string>
    expect(body).toMatchObject({
      spec_version: '1_0',
      issuer: world.origin,
      delivery_methods_supported: ['urn:ietf:rfc:8936'],
      default_subjects: 'ALL',
    })
    for (const name of ['jwks_uri', 'configuration_endpoint', 'verification_endpoint'])
      expect(body[name]?.startsWith(world.origin)).toBe(true)
  })

  test('contains only public keys', async ({ world }) => {
    const { keys } = (await (await fetch(`${world.origin}/jwks.json`)).json()) as {
      keys: Record<string, string>[]
    }
    expect(keys).toHaveLength(1)
    for (const key of keys) expect(Object.keys(key)).not.toContain('d')
  })
})

describe('a receipt', () => {
  test('is verified by anyone with the public keys, and names nobody', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision, receipt } = await patient.decide('stop', { all: true })
    expect(await patient.receipt(decision.id)).toBe(receipt.jws)
    const { keys } = (await (await fetch(`${world.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
    const { payload, protectedHeader } = await compactVerify(receipt.jws, keys[0])
    expect(protectedHeader.typ).toBe('receipt+jwt')
    const claims = JSON.parse(new TextDecoder().decode(payload))
    expect(Object.keys(claims).sort()).toEqual([
      'assertion',
      'choice',
      'databases',
      'iat',
      'iss',
      'jti',
      'scope',
      'text',
    ])
    expect(claims.jti).toMatch(/^R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(receipt.jws.length, 'fits a QR code').toBeLessThan(2331)
  })
})

describe('the web', () => {
  test('is a page at every path of the app, revalidated each time', async ({ world }) => {
    for (const path of ['/', '/status', '/databases/demo-registry', '/done/1']) {
      const answer = await fetch(`${world.origin}${path}`)
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache'])
      expect(await answer.text()).toContain('<title>Erabu</title>')
    }
  })

  test('has files that never change under /assets/, and a missing one is 404 and no page', async ({
    world,
  }) => {
    const found = await fetch(`${world.origin}/assets/app-1a2b3c.js`)
    expect(found.headers.get('cache-control')).toContain('immutable')
    await expectRefused(world, 'not-found', () => fetch(`${world.origin}/assets/app-000000.js`))
    await expectRefused(world, 'not-found', () => fetch(`${world.origin}/nothing.js`))
  })

  test('sends the compressed copy of a file to clients that accept it, and the plain file to others', async ({
    world,
  }) => {
    const ask = async (encoding: string) => {
      const answer = await fetch(`${world.origin}/assets/app-1a2b3c.js`, {
        headers: { 'accept-encoding': encoding },
      })
      expect(await answer.text()).toBe('export {}')
      // A cache must not mix up the compressed and the plain copy.
      expect(answer.headers.get('vary')).toBe('Accept-Encoding')
      expect(answer.headers.get('etag')).toBeNull()
      return [answer.headers.get('content-encoding'), answer.headers.get('content-type')]
    }
    expect(await ask('gzip')).toEqual(['gzip', expect.stringContaining('text/javascript')])
    for (const none of ['identity', 'gzip;q=0', 'br, gzip; q=0.000'])
      expect(await ask(none), none).toEqual([null, expect.stringContaining('text/javascript')])
  })

  test.for([
    '/../data/erabu.db',
    '/%2e%2e/data/erabu.db',
    '/..%2fdata%2ferabu.db',
    '/assets/..%2f..%2fdata/erabu.db',
  ])('serves nothing outside its folder: %s', async (path, { world }) => {
    const answer = await fetch(`${world.origin}${path}`)
    expect(await answer.text()).not.toContain('SQLite format')
  })

  test('keeps health and metrics to the operations port', async ({ world }) => {
    for (const path of ['/metrics', '/healthz', '/readyz'])
      expect(await (await fetch(`${world.origin}${path}`)).text()).not.toMatch(/^(ok|ready|# HELP)/)
  })
})
