import { BlockList } from 'node:net'
import { describe, expect, it } from 'vitest'
import { clientAddress, UNREADABLE } from '../../api/http/client-address.ts'

const NONE = new BlockList()
const PROXIES = new BlockList()
PROXIES.addAddress('127.0.0.1')
PROXIES.addSubnet('10.0.0.0', 8)
PROXIES.addSubnet('fd00::', 8, 'ipv6')

describe('the address of a client', () => {
  it.each<[what: string, peer: string | undefined, forwarded: string | undefined, address: string | null]>([
    ['is that of the connection', '203.0.113.7', undefined, '203.0.113.7'],
    ['is not what a stranger claims', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['is what a proxy says', '10.1.2.3', '203.0.113.7', '203.0.113.7'],
    ['is what the first of several proxies says', '127.0.0.1', '203.0.113.7, 10.1.2.3', '203.0.113.7'],
    [
      'is not what was written before a proxy was reached',
      '10.1.2.3',
      '198.51.100.1,203.0.113.7',
      '203.0.113.7',
    ],
    ['is the same on a socket of both families', '::ffff:10.1.2.3', '203.0.113.7', '203.0.113.7'],
    ['is a network of IPv6', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2'],
    ['is a network of IPv6, however it is written', 'fd00::1', '2001:DB8:0:0::1', '2001:db8:0:0'],
    ['is a network of IPv6 with a gap', '2001:db8::1%eth0', undefined, '2001:db8:0:0'],
    ['is unknown on loopback, where a proxy may stand', '::1', undefined, null],
    ['is unknown for a request of a proxy itself', '127.0.0.1', undefined, null],
    ['is unknown when all are proxies', '127.0.0.1', '10.1.2.3', null],
    ['has no port', '10.1.2.3', '203.0.113.7:567', '203.0.113.7'],
    ['has no brackets', '10.1.2.3', '[2001:db8:1:2::9]', '2001:db8:1:2'],
    ['has neither brackets nor port', '10.1.2.3', '[2001:db8:1:2::9]:80', '2001:db8:1:2'],
    ['has no quotes', '10.1.2.3', '"[2001:db8:1:2::9]:80"', '2001:db8:1:2'],
    ['is that before a proxy with a port', '10.1.2.3', '203.0.113.7, 10.9.9.9:4711', '203.0.113.7'],
    ['is unreadable when a proxy says unknown', '10.1.2.3', 'unknown', UNREADABLE],
    ['is unreadable when a proxy says nonsense', '10.1.2.3', '203.0.113.7:x', UNREADABLE],
    ['is unreadable with an obfuscated name', '10.1.2.3', '_hidden', UNREADABLE],
    ['is unreadable when a proxy says nothing', '10.1.2.3', '203.0.113.7, ', UNREADABLE],
    ['is unreadable with open brackets', '10.1.2.3', '[::1', UNREADABLE],
    ['is unreadable with too many numbers', '10.1.2.3', '1.2.3.4.5:80', UNREADABLE],
    ['is unknown without a connection', undefined, '203.0.113.7', null],
  ])('%s', (_, peer, forwarded, address) => expect(clientAddress(peer, forwarded, PROXIES)).toBe(address))

  it('is the address of the connection where no proxy is listed', () =>
    expect(clientAddress('10.1.2.3', '203.0.113.7', NONE)).toBe('10.1.2.3'))
})
