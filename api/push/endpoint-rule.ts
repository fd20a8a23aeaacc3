import { BlockList, isIP, type LookupFunction } from 'node:net'

/** How a name is resolved: `dns.lookup`, asked for all addresses. With an error it gives no list, not even an empty one. */
export type Resolve = (
  host: string,
  done: (error: Error | null, addresses?: { address: string; family: number }[]) => void,
) => void

/** Networks that are nobody's public service (RFC 6890): nothing is sent there, whatever a name resolves to. */
const INTERNAL = new BlockList()
for (const network of [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '::/127 64:ff9b::/96 100::/64 2001::/32 2001:db8::/32 2002::/16 fc00::/7 fe80::/10 ff00::/8',
]
  .join(' ')
  .split(' ')) {
  const [address = '', prefix] = network.split('/')
  INTERNAL.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

export const isInternal = (address: string): boolean =>
  INTERNAL.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

export type EndpointRule = ReturnType<typeof createEndpointRule>

/**
 * Where pushes may be sent. An endpoint comes from a browser, so without this rule a person could make the api send
 * requests to any machine that it reaches.
 * @param hosts names of push services; `*.` before one means any name below it. An entry with a scheme is an origin
 *   that is taken as it is, for a push service of tests: `api/config.ts` refuses it in production.
 */
export function createEndpointRule(hosts: readonly string[], resolve: Resolve) {
  const origins = hosts.filter((entry) => entry.includes('://'))
  const names = hosts.filter((entry) => !entry.includes('://'))
  const isNamed = (host: string) =>
    names.some((name) => (name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name))

  return {
    /** Whether there is any push service to which pushes may be sent. */
    any: hosts.length > 0,

    /** Https, the host of a known push service, its usual port, and no credentials. */
    allows(endpoint: string): boolean {
      const url = URL.parse(endpoint)
      if (url === null || url.username + url.password + url.hash !== '') return false
      if (origins.includes(url.origin)) return true
      return url.protocol === 'https:' && url.port === '' && isNamed(url.hostname)
    },

    /**
     * Resolves a host for a connection, and fails when one of its addresses is internal. The connection uses the very
     * addresses that were looked at, so a second answer of the name server changes nothing.
     */
    lookup: ((host, options, done) =>
      resolve(host, (error, addresses = []) => {
        const [first] = addresses
        if (error || !first) return done(error ?? new Error('no address'), '')
        if (addresses.some(({ address }) => isInternal(address)))
          return done(new Error('an internal address'), '')
        if (options.all) return done(null, addresses)
        return done(null, first.address, first.family)
      })) as LookupFunction,
  }
}
