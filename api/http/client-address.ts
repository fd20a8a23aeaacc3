import { type BlockList, isIP } from 'node:net'

/** All clients with an unreadable address share one limit, so that nonsense exempts nobody. */
export const UNREADABLE = 'unreadable'

/**
 * The address of a client: the nearest one that is not our proxy. Anything to the left of it in `X-Forwarded-For` may
 * be forged.
 * @param peer of the connection. @param forwarded `X-Forwarded-For`, as it came.
 * @returns an IPv4 address, or the /64 network of an IPv6 one, which is what one subscriber has. `UNREADABLE` where a
 *   proxy names something that is no address. Null where no address is known: on loopback, where everybody behind an
 *   unlisted proxy seems to come from, and for a request of a proxy itself.
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  proxies: BlockList,
): string | null {
  if (peer === undefined) return null
  const hops = [...(forwarded ? forwarded.split(',') : []), peer].map((hop) => plain(hop.trim())).reverse()
  const nearest = hops.find((hop) => !isIP(hop) || !proxies.check(hop, familyOf(hop)))
  if (nearest === undefined || isLoopback(nearest)) return null
  if (!isIP(nearest)) return UNREADABLE
  return familyOf(nearest) === 'ipv4' ? nearest : networkOf(nearest)
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const isLoopback = (address: string) => address === '::1' || /^127\./.test(address)

/** Without quotes, brackets, port and zone; an IPv4-mapped IPv6 address becomes IPv4. */
const plain = (hop: string) =>
  hop
    .replace(/^"(.*)"$/, '$1')
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')

function networkOf(address: string): string {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [head, tail ?? ''].map((half) => half.split(':').filter(Boolean))
  const zeros = Array<string>(tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0))
  return [...(before ?? []), ...zeros.fill('0'), ...(after ?? [])].slice(0, 4).join(':')
}
