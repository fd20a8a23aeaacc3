import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { createEndpointRule } from '../../api/push/endpoint-rule.ts'

const HOSTS = ['fcm.googleapis.com', '*.push.apple.com', 'http://127.0.0.1:4000']
const ruleFor = (...addresses: string[]) =>
  createEndpointRule(HOSTS, (_, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
  )
const looked = (rule: ReturnType<typeof ruleFor>, all: boolean) =>
  new Promise<string | LookupAddress[]>((resolve, reject) =>
    rule.lookup('fcm.googleapis.com', { all }, (error, address) =>
      error ? reject(error) : resolve(address),
    ),
  )

describe('where pushes may be sent', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/a:b',
    'https://web.push.apple.com/QABC',
    'https://api.push.apple.com:443/a',
    'http://127.0.0.1:4000/a',
  ])('%s: yes', (endpoint) => expect(ruleFor().allows(endpoint)).toBe(true))

  it.each([
    'http://fcm.googleapis.com/a',
    'https://push.apple.com/a',
    'https://evilpush.apple.com/a',
    'https://push.apple.com.example/a',
    'https://a.fcm.googleapis.com/a',
    'https://fcm.googleapis.com./a',
    'https://fcm.googleapis.com:8443/a',
    'https://u@fcm.googleapis.com/a',
    'https://fcm.googleapis.com/a#b',
    'http://127.0.0.1:4001/a',
    'https://127.0.0.1:4000/a',
    'http://localhost:4000/a',
    'javascript:alert(1)',
    '',
  ])('%s: no', (endpoint) => expect(ruleFor().allows(endpoint)).toBe(false))

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    'ff02::1',
  ])('a host that resolves to %s: no, in either form and beside a public address', async (address) => {
    await expect(looked(ruleFor(address), false)).rejects.toThrow('internal')
    await expect(looked(ruleFor('142.250.1.1', address), true)).rejects.toThrow('internal')
  })

  it('a host with public addresses is connected to at these', async () => {
    const rule = ruleFor('142.250.1.1', '2404:6800:4004::1')
    expect(await looked(rule, false)).toBe('142.250.1.1')
    expect(await looked(rule, true)).toEqual([
      { address: '142.250.1.1', family: 4 },
      { address: '2404:6800:4004::1', family: 6 },
    ])
  })

  it('a name that does not resolve fails the connection alone', () => {
    const rule = createEndpointRule(HOSTS, (_, done) => done(new Error('ENOTFOUND')))
    return expect(looked(rule, true)).rejects.toThrow('ENOTFOUND')
  })

  it('a host without an address is none', () => expect(looked(ruleFor(), true)).rejects.toThrow('no address'))
})
