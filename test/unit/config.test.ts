import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../api/config.ts'

const faultsOf = (env: Record<string, string>) => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

describe('the configuration', () => {
  it('is complete without any variable', () =>
    expect(readConfig({})).toMatchObject({
      origin: 'http://localhost:3000',
      port: 3000,
      tickMs: 5000,
      opsPort: null,
    }))

  it('names all faults at once', () =>
    expect(faultsOf({ ERABU_PORT: 'x', ERABU_TICK_MS: '1', ERABU_ORIGIN: 'ftp://a' })).toEqual([
      'ERABU_ORIGIN must be an http(s) URL',
      'ERABU_PORT must be a whole number from 1 to 65535',
      'ERABU_TICK_MS must be a whole number from 10 to 3600000',
    ]))

  it.each(['http://192.0.2.1:3000', 'http://erabu.example'])(
    'refuses %s: browsers offer no passkeys there',
    (origin) => expect(faultsOf({ ERABU_ORIGIN: origin })).toHaveLength(1),
  )

  it('refuses a path in the origin, and a database that it cannot use', () =>
    expect(faultsOf({ ERABU_ORIGIN: 'https://a.example/x', DATABASE_URL: 'mysql://h/d' })).toHaveLength(2))

  it('requires the name of a remote database to be verified in production', () => {
    const production = { NODE_ENV: 'production', ERABU_ORIGIN: 'https://a.example' }
    const fault = 'DATABASE_URL must say sslmode=verify-full in production'
    expect(faultsOf({ ...production, DATABASE_URL: 'postgres://db/erabu' })).toContain(fault)
    for (const url of ['postgres://db/erabu?sslmode=verify-full', 'postgres://127.0.0.1/erabu'])
      expect(faultsOf({ ...production, DATABASE_URL: url })).not.toContain(fault)
  })

  it('trusts only listed proxies', () => {
    const { proxies } = readConfig({ ERABU_PROXIES: '127.0.0.1, 10.0.0.0/8,2001:db8::/32' })
    for (const address of ['127.0.0.1', '10.9.8.7', '2001:db8:1::1'])
      expect(proxies.check(address, address.includes(':') ? 'ipv6' : 'ipv4'), address).toBe(true)
    for (const address of ['127.0.0.2', '11.0.0.1', '2001:db9::1'])
      expect(proxies.check(address, address.includes(':') ? 'ipv6' : 'ipv4'), address).toBe(false)
    expect(readConfig({}).proxies.rules).toEqual([])
  })

  it.each(['proxy.example', '10.0.0.0/', '10.0.0.0/33', '10.0.0/8', '::1/129', '10.0.0.0/8 10.1.0.0/16'])(
    'refuses %s as a list of proxies',
    (list) =>
      expect(faultsOf({ ERABU_PROXIES: list })).toEqual([
        'ERABU_PROXIES must list addresses and networks, such as 127.0.0.1,10.0.0.0/8',
      ]),
  )

  it('sends pushes only to listed services, and to none where it says so', () => {
    expect(readConfig({}).pushHosts).toContain('fcm.googleapis.com')
    expect(readConfig({ ERABU_PUSH_HOSTS: 'none' }).pushHosts).toEqual([])
    expect(readConfig({ ERABU_PUSH_HOSTS: 'push.example, *.push.example' }).pushHosts).toHaveLength(2)
    expect(readConfig({ ERABU_PUSH_HOSTS: 'http://127.0.0.1:4000' }).pushHosts).toHaveLength(1)
  })

  it.each([
    '127.0.0.1',
    'localhost',
    '*',
    '*.',
    'https://push.example/a',
    'push.example,none',
    '[::1]',
    'a b.c',
  ])('refuses %s as a push service', (list) => expect(faultsOf({ ERABU_PUSH_HOSTS: list })).toHaveLength(1))

  it('refuses an origin as a push service in production', () =>
    expect(
      faultsOf({ NODE_ENV: 'production', ERABU_PUSH_HOSTS: 'http://127.0.0.1:4000' }).filter((fault) =>
        fault.startsWith('ERABU_PUSH_HOSTS'),
      ),
    ).toHaveLength(1))

  it('refuses http and the demo secrets in production', () =>
    expect(faultsOf({ NODE_ENV: 'production', ERABU_ORIGIN: 'https://a.example' })).toEqual([
      'ERABU_PROXIES must name the proxies in front, in production',
      'ERABU_PORTAL_URL must be https in production',
      "ERABU_PORTAL_SECRET must be set in production, and not to the demo's secret",
      'ERABU_RESOLVER_URL must be https in production',
      "ERABU_RESOLVER_SECRET must be set in production, and not to the demo's secret",
    ]))
})
